using Azure;
using Microsoft.Extensions.Configuration;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;
using PaperLedge.Storage;
using PaperLedge.Storage.Segments;

namespace PaperLedge.Functions.Publishing;

/// <summary>Lease of a piece to one attempt, renewed with the progress; when it expires, the next attempt may begin.</summary>
internal sealed class PieceLease : IProgress<TranscriptionProgress>
{
    private readonly PieceStore _pieces;
    private readonly (EpisodeSlug Slug, Revision Revision, int Number) _key;
    private readonly TimeSpan _length;
    private readonly TimeProvider _time;
    private ETag _version;
    private Piece _piece;
    private volatile TranscriptionProgress? _progress;

    private PieceLease(
        PieceStore pieces,
        (EpisodeSlug Slug, Revision Revision, int Number) key,
        TimeSpan length,
        TimeProvider time,
        ETag version,
        Piece piece) =>
        (_pieces, _key, _length, _time, _version, _piece) = (pieces, key, length, time, version, piece);

    public Piece Piece => _piece;

    /// <summary>Previous attempt, or null.</summary>
    public Piece? Before { get; private init; }

    /// <returns>Null if another attempt took it first.</returns>
    public static async Task<PieceLease?> TakeAsync(
        PieceStore pieces, EpisodeSlug slug, Revision revision, int number, Versioned<Piece>? before, TranscriberIdentity transcriber,
        TranscriptionOptions options, string host, TimeSpan length, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        // An attempt that was lost with its host is not counted. One whose worker died alone is, since the episode may be to blame.
        var isHostLost = before?.Value.WasLost(host, now) == true;
        var piece = new Piece(
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
            transcriber);
        var version = await pieces.WriteAsync(slug, revision, number, piece, before?.ETag, cancellationToken);
        return version is { } written
            ? new PieceLease(pieces, (slug, revision, number), length, time, written, piece) { Before = before?.Value }
            : null;
    }

    public void Report(TranscriptionProgress value) => _progress = value;

    /// <returns>False if the lease was lost.</returns>
    public Task<bool> RenewAsync(CancellationToken cancellationToken) =>
        WriteAsync(Current(_time.GetUtcNow() + _length), cancellationToken);

    /// <summary>Marks the piece as finished: this attempt's rows are complete and are used from now on.</summary>
    /// <returns>False if the lease was lost.</returns>
    public Task<bool> FinishAsync(CancellationToken cancellationToken) =>
        WriteAsync(Current(_time.GetUtcNow()) with { Finished = _time.GetUtcNow() }, cancellationToken);

    /// <summary>Ends the lease, so that the next attempt can begin at once; if that fails, it waits for the lease to expire.</summary>
    public Task ReleaseAsync(CancellationToken cancellationToken) =>
        WriteAsync(Current(_time.GetUtcNow()), cancellationToken);

    /// <summary>Ends the lease of an attempt that was stopped through no fault of its own, and does not count the attempt.</summary>
    public Task ReturnAsync(CancellationToken cancellationToken) =>
        WriteAsync(Current(_time.GetUtcNow()) with { Begun = _piece.Begun - 1 }, cancellationToken);

    private Piece Current(DateTimeOffset leaseUntil)
    {
        var piece = _piece with { LeaseUntil = leaseUntil, LastSeen = _time.GetUtcNow() };
        return _progress is { } progress
            ? piece with { Position = progress.Position, Words = progress.Words, Language = progress.Language }
            : piece;
    }

    private async Task<bool> WriteAsync(Piece piece, CancellationToken cancellationToken)
    {
        if (await _pieces.WriteAsync(_key.Slug, _key.Revision, _key.Number, piece, _version, cancellationToken) is not { } version)
        {
            return false;
        }

        (_piece, _version) = (piece, version);
        return true;
    }
}

// A worker that replaces a dead one has the same host. After a machine was lost, the next attempt has another one.
/// <summary>Identity of the host process to which this worker belongs.</summary>
public sealed class HostIdentity(IConfiguration configuration)
{
    /// <summary>Machine name, and the address at which the host talks to its workers; it chooses a new one at each start.</summary>
    public string Value { get; } = $"{Environment.MachineName} {configuration["Functions:Worker:HostEndpoint"]}";
}
