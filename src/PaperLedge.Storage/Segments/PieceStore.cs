using Azure;
using Azure.Data.Tables;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Storage.Segments;

/// <summary>State of each piece's transcription. Writes are conditional, so that of two attempts only one counts.</summary>
public sealed class PieceStore(TableServiceClient tables)
{
    private const string Attempt = "Attempt", Begun = "Begun", HostsLost = "HostsLost", Host = "Host", LeaseUntil = "LeaseUntil";
    private const string PositionSeconds = "PositionSeconds", Words = "Words", Started = "Started", LastSeen = "LastSeen";
    private const string Finished = "Finished", Language = "Language", IsTranslation = "IsTranslation", Engine = "Engine", Model = "Model";

    private readonly TableClient _table = tables.GetTableClient(StorageNames.PiecesTable);

    public async Task<Versioned<Piece>?> FindAsync(EpisodeSlug slug, Revision revision, int piece, CancellationToken cancellationToken)
    {
        var response = await _table.GetEntityIfExistsAsync<TableEntity>(
            SegmentKeys.Partition(slug, revision), SegmentKeys.Piece(piece), cancellationToken: cancellationToken);
        return response.HasValue ? new Versioned<Piece>(Read(response.Value!), response.Value!.ETag) : null;
    }

    /// <param name="version">As read; null if there was no row.</param>
    /// <returns>The new version, or null if somebody was faster.</returns>
    public async Task<ETag?> WriteAsync(
        EpisodeSlug slug, Revision revision, int number, Piece piece, ETag? version, CancellationToken cancellationToken)
    {
        var row = Write(slug, revision, number, piece);
        Response? response = null;
        var won = await ConditionalWrite.TryAsync(async () => response = version is { } read
            ? await _table.UpdateEntityAsync(row, read, TableUpdateMode.Replace, cancellationToken)
            : await _table.AddEntityAsync(row, cancellationToken));
        return won ? response!.Headers.ETag : null;
    }

    /// <summary>Lets attempts begin anew.</summary>
    public async Task ForgetAttemptsAsync(EpisodeSlug slug, Revision revision, int number, CancellationToken cancellationToken)
    {
        if (await FindAsync(slug, revision, number, cancellationToken) is { Value.Finished: null } piece)
        {
            // Numbers go on, so that no rows mix. One is left out: the next attempt shall find no rows to go on from, as settings may
            // have changed.
            var fresh = piece.Value with { Attempt = piece.Value.Attempt + 1, Begun = 0, HostsLost = 0 };
            await WriteAsync(slug, revision, number, fresh, piece.ETag, cancellationToken);
        }
    }

    public Task DeleteAsync(EpisodeSlug slug, Revision revision, int number, CancellationToken cancellationToken) =>
        _table.DeleteEntityAsync(SegmentKeys.Partition(slug, revision), SegmentKeys.Piece(number), ETag.All, cancellationToken);

    private static TableEntity Write(EpisodeSlug slug, Revision revision, int number, Piece piece) =>
        new(SegmentKeys.Partition(slug, revision), SegmentKeys.Piece(number))
        {
            [Attempt] = piece.Attempt,
            [Begun] = piece.Begun,
            [HostsLost] = piece.HostsLost,
            [Host] = piece.Host,
            [LeaseUntil] = piece.LeaseUntil,
            [PositionSeconds] = piece.Position.TotalSeconds,
            [Words] = piece.Words,
            [Started] = piece.Started,
            [LastSeen] = piece.LastSeen,
            [Finished] = piece.Finished,
            [Language] = piece.Language,
            [IsTranslation] = piece.IsTranslation,
            [Engine] = piece.Transcriber.Engine,
            [Model] = piece.Transcriber.Model,
        };

    private static Piece Read(TableEntity row) => new(
        row.GetInt32(Attempt)!.Value,
        row.GetInt32(Begun)!.Value,
        row.GetInt32(HostsLost) ?? 0,
        row.GetString(Host),
        row.GetDateTimeOffset(LeaseUntil)!.Value,
        TimeSpan.FromSeconds(row.GetDouble(PositionSeconds)!.Value),
        row.GetInt32(Words)!.Value,
        row.GetDateTimeOffset(Started)!.Value,
        row.GetDateTimeOffset(LastSeen)!.Value,
        row.GetDateTimeOffset(Finished),
        row.GetString(Language),
        row.GetBoolean(IsTranslation) ?? false,
        new TranscriberIdentity(row.GetString(Engine), row.GetString(Model)));
}
