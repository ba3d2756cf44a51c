namespace PaperLedge.Core.Episodes;

/// <summary>What <c>episodes/{slug}.json</c> says; null where it says nothing or nothing right.</summary>
public sealed record Sidecar(
    string? Title,
    string? ShowNotes,
    DateTimeOffset? Published,
    int? Season,
    int? Episode,
    bool? Explicit,
    string? Language,
    Paper? Paper)
{
    public EpisodeDetails Details { get; init; } = EpisodeDetails.None;

    /// <summary>False if the file is there and cannot be read at all.</summary>
    public bool IsReadable { get; init; } = true;

    /// <summary>True if a date is given and is none: then nobody knows when the episode is meant to be out.</summary>
    public bool HasWrongDate { get; init; }

    public static readonly Sidecar Empty = new(null, null, null, null, null, null, null, null);
}
