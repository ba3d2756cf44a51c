using Azure;
using Azure.Data.Tables;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Storage.Segments;

/// <summary>The state of each chunk's transcription. Writes are conditional: two attempts never both believe that they count.</summary>
public sealed class ChunkStore(TableServiceClient tables)
{
    private readonly TableClient _table = tables.GetTableClient(StorageNames.ChunksTable);

    public async Task<Stored<Chunk>?> FindAsync(EpisodeSlug slug, Revision revision, int chunk, CancellationToken cancellationToken)
    {
        var response = await _table.GetEntityIfExistsAsync<TableEntity>(
            SegmentKeys.Partition(slug, revision), SegmentKeys.Chunk(chunk), cancellationToken: cancellationToken);
        return response.HasValue ? new Stored<Chunk>(Read(response.Value!), response.Value!.ETag) : null;
    }

    /// <returns>The new version, or null if somebody was faster.</returns>
    /// <param name="version">As read; null if there was no row.</param>
    public async Task<ETag?> WriteAsync(
        EpisodeSlug slug, Revision revision, int number, Chunk chunk, ETag? version, CancellationToken cancellationToken)
    {
        var row = Write(slug, revision, number, chunk);
        Response? response = null;
        var won = await Races.TryAsync(async () => response = version is { } read
            ? await _table.UpdateEntityAsync(row, read, TableUpdateMode.Replace, cancellationToken)
            : await _table.AddEntityAsync(row, cancellationToken));
        return won ? response!.Headers.ETag : null;
    }

    /// <summary>
    /// Lets attempts begin as if none had. Their numbers go on, so that no rows mix, and leave one out, so that the next one finds no rows to
    /// go on from: settings may have changed.
    /// </summary>
    public async Task ForgetAttemptsAsync(EpisodeSlug slug, Revision revision, int number, CancellationToken cancellationToken)
    {
        if (await FindAsync(slug, revision, number, cancellationToken) is { Value.Finished: null } chunk)
        {
            await WriteAsync(slug, revision, number, chunk.Value with { Attempt = chunk.Value.Attempt + 1, Begun = 0, HostsLost = 0 }, chunk.ETag, cancellationToken);
        }
    }

    public Task DeleteAsync(EpisodeSlug slug, Revision revision, int number, CancellationToken cancellationToken) =>
        _table.DeleteEntityAsync(SegmentKeys.Partition(slug, revision), SegmentKeys.Chunk(number), ETag.All, cancellationToken);

    private static TableEntity Write(EpisodeSlug slug, Revision revision, int number, Chunk chunk) =>
        new(SegmentKeys.Partition(slug, revision), SegmentKeys.Chunk(number))
        {
            ["Attempt"] = chunk.Attempt,
            ["Begun"] = chunk.Begun,
            ["HostsLost"] = chunk.HostsLost,
            ["Host"] = chunk.Host,
            ["LeaseUntil"] = chunk.LeaseUntil,
            ["PositionSeconds"] = chunk.Position.TotalSeconds,
            ["Words"] = chunk.Words,
            ["Started"] = chunk.Started,
            ["LastSeen"] = chunk.LastSeen,
            ["Finished"] = chunk.Finished,
            ["Language"] = chunk.Language,
            ["ToldLanguage"] = chunk.ToldLanguage,
            ["LikelyLanguage"] = chunk.LikelyLanguage,
            ["IsTranslation"] = chunk.IsTranslation,
            ["Engine"] = chunk.Transcriber.Engine,
            ["Model"] = chunk.Transcriber.Model,
        };

    private static Chunk Read(TableEntity row) => new(
        row.GetInt32("Attempt")!.Value,
        row.GetInt32("Begun")!.Value,
        row.GetInt32("HostsLost") ?? 0,
        row.GetString("Host"),
        row.GetDateTimeOffset("LeaseUntil")!.Value,
        TimeSpan.FromSeconds(row.GetDouble("PositionSeconds")!.Value),
        row.GetInt32("Words")!.Value,
        row.GetDateTimeOffset("Started")!.Value,
        row.GetDateTimeOffset("LastSeen")!.Value,
        row.GetDateTimeOffset("Finished"),
        row.GetString("Language"),
        row.GetBoolean("IsTranslation") ?? false,
        new TranscriberIdentity(row.GetString("Engine"), row.GetString("Model")))
    {
        ToldLanguage = row.GetString("ToldLanguage"),
        LikelyLanguage = row.GetString("LikelyLanguage"),
    };
}
