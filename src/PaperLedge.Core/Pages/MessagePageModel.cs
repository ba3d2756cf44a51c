using PaperLedge.Core.Episodes;
using PaperLedge.Core.Feed;

namespace PaperLedge.Core.Pages;

/// <param name="Title">What is the matter, in a few words of English.</param>
/// <param name="Text">What it means and what to do, in English.</param>
public sealed record MessagePageModel(ShowSettings Show, PublicUrls Urls, string Title, string Text);
