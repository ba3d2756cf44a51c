namespace PaperLedge.Core.Episodes;

/// <summary>What the audio file's own tags say of the episode; null where they say nothing.</summary>
public sealed record EmbeddedTags(string? Title, string? Description, DateTimeOffset? Published, int? Episode)
{
    public static readonly EmbeddedTags None = new(null, null, null, null);
}
