using Microsoft.Playwright;

namespace PaperLedge.EndToEndTests.Browser;

/// <summary>Debian's Chromium, driven by Playwright, whose own browsers are never downloaded.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Program = "/usr/bin/chromium";

    /// <summary>As root, in a container and without a graphics card; and no errand of its own on the network.</summary>
    private static readonly string[] s_arguments =
        ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-component-update"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Program, Args = s_arguments });
    }

    /// <summary>A window of its own, which remembers nothing of others.</summary>
    internal async Task<ReadersWindow> OpenAsync(Uri baseUrl, BrowserNewContextOptions? options = null)
    {
        var context = await _browser!.NewContextAsync(new(options ?? new()) { BaseURL = baseUrl.AbsoluteUri });
        return new ReadersWindow(context, await context.NewPageAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}
