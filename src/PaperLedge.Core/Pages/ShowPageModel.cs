using PaperLedge.Core.Episodes;
using PaperLedge.Core.Feed;

namespace PaperLedge.Core.Pages;

/// <param name="Episodes">Of this page, newest first.</param>
/// <param name="Page">From 1, which holds the newest.</param>
/// <param name="HasOlder">Whether there is a page after this one.</param>
public sealed record ShowPageModel(
    ShowSettings Show, PublicUrls Urls, IReadOnlyList<PublishedEpisode> Episodes, int Page = 1, bool HasOlder = false);
