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
    public static readonly Sidecar Empty = new(null, null, null, null, null, null, null, null);
}
