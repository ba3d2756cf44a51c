using PaperLedge.Core.Episodes;
using PaperLedge.Core.Feed;

namespace PaperLedge.Core.Pages;

/// <param name="Episodes">Of this page, newest first.</param>
/// <param name="From">Names this page in <see cref="PublicUrls.ShowFrom"/>; null for the newest.</param>
/// <param name="OlderFrom">Names the page after this one; null if this is the last.</param>
public sealed record ShowPageModel(
    ShowSettings Show, PublicUrls Urls, IReadOnlyList<PublishedEpisode> Episodes, string? From = null, string? OlderFrom = null);
