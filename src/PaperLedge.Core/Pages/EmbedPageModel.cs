using PaperLedge.Core.Episodes;
using PaperLedge.Core.Feed;

namespace PaperLedge.Core.Pages;

public sealed record EmbedPageModel(ShowSettings Show, PublicUrls Urls, PublishedEpisode Episode);
