using PaperLedge.Core.Episodes;
using PaperLedge.Core.Feed;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Core.Pages;

public sealed record EpisodePageModel(ShowSettings Show, PublicUrls Urls, PublishedEpisode Episode, Transcript Transcript);
