using PaperLedge.Core.Episodes;
using PaperLedge.Core.Feed;
using PaperLedge.Core.Shows;
using PaperLedge.Core.Status;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Core.Pages;

/// <param name="Episodes">Of this page, newest first.</param>
/// <param name="From">Names this page in <see cref="PublicUrls.ShowFrom"/>; null for the newest.</param>
/// <param name="OlderFrom">Names the next page; null if this is the last.</param>
public sealed record ShowPageModel(
    ShowSettings Show, PublicUrls Urls, IReadOnlyList<PublishedEpisode> Episodes, string? From = null, string? OlderFrom = null);

public sealed record EpisodePageModel(ShowSettings Show, PublicUrls Urls, PublishedEpisode Episode, Transcript Transcript)
{
    /// <summary>For the review of an episode that is not published: the key of its address. Null for any other.</summary>
    public string? ReviewKey { get; init; }
}

public sealed record EmbedPageModel(ShowSettings Show, PublicUrls Urls, PublishedEpisode Episode);

/// <param name="Now">For what is left until a date.</param>
public sealed record StatusPageModel(ShowSettings Show, PublicUrls Urls, StatusReport Report, DateTimeOffset Now);

/// <param name="Title">The message, in a few words of English.</param>
/// <param name="Text">Its meaning and what to do, in English.</param>
public sealed record MessagePageModel(ShowSettings Show, PublicUrls Urls, string Title, string Text);
