namespace PaperLedge.Storage.Queues;

/// <summary>Asks for one chunk of one revision to be transcribed. May come twice, late, or after a newer one.</summary>
/// <param name="Slug">An <see cref="Core.Episodes.EpisodeSlug"/>.</param>
/// <param name="Revision">A <see cref="Core.Episodes.Revision"/>.</param>
/// <param name="Chunk">From 0.</param>
public sealed record ChunkMessage(string Slug, string Revision, int Chunk);
