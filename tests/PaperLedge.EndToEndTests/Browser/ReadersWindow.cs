using System.Diagnostics;
using Microsoft.Playwright;

namespace PaperLedge.EndToEndTests.Browser;

/// <summary>A page in a browser, with all that the browser complained of.</summary>
internal sealed class ReadersWindow : IAsyncDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];

    public ReadersWindow(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => _complaints.Add(error);
    }

    public IPage Page { get; }

    /// <summary>Errors of scripts, and what the content policy forbade.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    /// <summary>Playwright's own way to wait evaluates text in the page, which the content policy forbids.</summary>
    public async Task UntilAsync(string condition)
    {
        var watch = Stopwatch.StartNew();
        while (!await Page.EvaluateAsync<bool>(condition))
        {
            Assert.True(watch.Elapsed < s_limit, $"Waited {s_limit.TotalSeconds} s in vain until {condition}.");
            await Task.Delay(50);
        }
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
