using Azure;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;
using PaperLedge.Storage.Segments;

namespace PaperLedge.Functions.Episodes;

/// <summary>
/// The right to transcribe a chunk, held by one attempt at a time. It is renewed together with the progress; whoever finds it
/// expired may begin the next attempt.
/// </summary>
internal sealed class ChunkLease : IProgress<TranscriptionProgress>
{
    private readonly ChunkStore _chunks;
    private readonly (EpisodeSlug Slug, Revision Revision, int Number) _key;
    private readonly TimeSpan _length;
    private readonly TimeProvider _time;
    private ETag _version;
    private Chunk _chunk;
    private volatile TranscriptionProgress? _progress;

    private ChunkLease(
        ChunkStore chunks, (EpisodeSlug Slug, Revision Revision, int Number) key, TimeSpan length, TimeProvider time, ETag version, Chunk chunk) =>
        (_chunks, _key, _length, _time, _version, _chunk) = (chunks, key, length, time, version, chunk);

    public Chunk Chunk => _chunk;

    /// <summary>The attempt before this one, if there was one.</summary>
    public Chunk? Before { get; private init; }

    /// <returns>Null if another attempt took it first.</returns>
    public static async Task<ChunkLease?> TakeAsync(
        ChunkStore chunks, EpisodeSlug slug, Revision revision, int number, Storage.Stored<Chunk>? before, TranscriberIdentity transcriber,
        TranscriptionOptions options, string host, TimeSpan length, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        // An attempt that died with its host does not count; one whose worker died alone does, since the episode may be to blame.
        var isHostLost = before?.Value.WasLost(host, now) == true;
        var chunk = new Chunk(
            (before?.Value.Attempt ?? 0) + 1,
            (before?.Value.Begun ?? 0) + (isHostLost ? 0 : 1),
            (before?.Value.HostsLost ?? 0) + (isHostLost ? 1 : 0),
            host,
            now + length,
            TimeSpan.Zero,
            Words: 0,
            now,
            now,
            Finished: null,
            Language: null,
            options.Translate,
            transcriber)
        {
            ToldLanguage = options.Language,
            LikelyLanguage = options.LikelyLanguage,
        };
        var version = await chunks.WriteAsync(slug, revision, number, chunk, before?.ETag, cancellationToken);
        return version is { } written ? new ChunkLease(chunks, (slug, revision, number), length, time, written, chunk) { Before = before?.Value } : null;
    }

    public void Report(TranscriptionProgress value) => _progress = value;

    /// <returns>False if the lease was lost.</returns>
    public Task<bool> RenewAsync(CancellationToken cancellationToken) =>
        WriteAsync(Current(_time.GetUtcNow() + _length), cancellationToken);

    /// <summary>The rows of this attempt are whole, and count.</summary>
    /// <returns>False if the lease was lost.</returns>
    public Task<bool> FinishAsync(CancellationToken cancellationToken) =>
        WriteAsync(Current(_time.GetUtcNow()) with { Finished = _time.GetUtcNow() }, cancellationToken);

    /// <summary>Lets the next attempt begin at once; if that fails, it waits for the lease to expire.</summary>
    public Task ReleaseAsync(CancellationToken cancellationToken) =>
        WriteAsync(Current(_time.GetUtcNow()), cancellationToken);

    /// <summary>As <see cref="ReleaseAsync"/>, for an attempt that was stopped through no fault of its own and does not count.</summary>
    public Task ReturnAsync(CancellationToken cancellationToken) =>
        WriteAsync(Current(_time.GetUtcNow()) with { Begun = _chunk.Begun - 1 }, cancellationToken);

    private Chunk Current(DateTimeOffset leaseUntil)
    {
        var chunk = _chunk with { LeaseUntil = leaseUntil, LastSeen = _time.GetUtcNow() };
        return _progress is { } progress
            ? chunk with { Position = progress.Position, Words = progress.Words, Language = progress.Language }
            : chunk;
    }

    private async Task<bool> WriteAsync(Chunk chunk, CancellationToken cancellationToken)
    {
        if (await _chunks.WriteAsync(_key.Slug, _key.Revision, _key.Number, chunk, _version, cancellationToken) is not { } version)
        {
            return false;
        }

        (_chunk, _version) = (chunk, version);
        return true;
    }
}
