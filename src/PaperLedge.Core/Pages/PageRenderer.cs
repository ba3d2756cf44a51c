using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace PaperLedge.Core.Pages;

/// <summary>Renders pages to complete HTML documents. Safe to share between requests.</summary>
public sealed class PageRenderer(ILoggerFactory loggerFactory) : IAsyncDisposable
{
    public const string MediaType = "text/html; charset=utf-8";

    // Pages need only one service, an encoder that leaves letters of all scripts unchanged.
    private readonly ServiceProvider _services = new ServiceCollection()
        .AddSingleton(HtmlEncoder.Create(UnicodeRanges.All))
        .BuildServiceProvider();

    public Task<string> RenderShowAsync(ShowPageModel model) => RenderAsync<ShowPage>(model);

    public Task<string> RenderEpisodeAsync(EpisodePageModel model) => RenderAsync<EpisodePage>(model);

    public Task<string> RenderEmbedAsync(EmbedPageModel model) => RenderAsync<EmbedPage>(model);

    public Task<string> RenderStatusAsync(StatusPageModel model) => RenderAsync<StatusPage>(model);

    public Task<string> RenderMessageAsync(MessagePageModel model) => RenderAsync<MessagePage>(model);

    /// <summary>For an unknown address, or an episode that was withdrawn.</summary>
    public Task<string> RenderNotFoundAsync(Shows.ShowSettings show, Feed.PublicUrls urls) => RenderMessageAsync(new MessagePageModel(
        show,
        urls,
        "Page not found",
        "There is nothing at this address. The episode may have been withdrawn, or the link may be mistyped."));

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private async Task<string> RenderAsync<TPage>(object model)
        where TPage : IComponent
    {
        // A renderer keeps every component that it made, so each page gets its own.
        await using var renderer = new HtmlRenderer(_services, loggerFactory);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { ["Model"] = model });
            var page = await renderer.RenderComponentAsync<TPage>(parameters);
            return page.ToHtmlString();
        });
    }
}
