namespace PaperLedge.Core.Episodes;

/// <summary>What a producer says of an episode, merged from sidecar, tags and file name.</summary>
/// <param name="Title">1 to 255 characters, trimmed.</param>
/// <param name="ShowNotes">Markdown; may be empty. Untrusted: shown only after sanitising.</param>
/// <param name="Published">When the episode is, or will be, public.</param>
/// <param name="Season">1 or more.</param>
/// <param name="Episode">The episode's number, 1 or more.</param>
/// <param name="Language">A BCP 47 tag, such as <c>en</c> or <c>pt-BR</c>.</param>
public sealed record EpisodeMetadata(
    string Title,
    string ShowNotes,
    DateTimeOffset Published,
    int? Season,
    int? Episode,
    bool Explicit,
    string Language,
    Paper? Paper)
{
    public EpisodeDetails Details { get; init; } = EpisodeDetails.None;
}
