namespace PaperLedge.Core.Episodes;

/// <summary>The research paper that an episode explains. Its authors are credited; they did not make the episode.</summary>
public sealed record Paper(string Title, IReadOnlyList<string> Authors, Uri? Url);
