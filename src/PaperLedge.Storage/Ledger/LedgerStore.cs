using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Azure;
using Azure.Data.Tables;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Shows;

namespace PaperLedge.Storage.Ledger;

/// <summary>
/// The show and its episodes: one partition, so that publishing is one transaction. Writes name the version that was read;
/// they return false if another writer was faster.
/// </summary>
public sealed class LedgerStore(TableServiceClient tables)
{
    private readonly TableClient _table = tables.GetTableClient(StorageNames.LedgerTable);
    private long _showWrites;

    /// <summary>Incremented on every write of this process to the show; caches compare it to know when they are stale.</summary>
    public long ShowWrites => Volatile.Read(ref _showWrites);

    /// <exception cref="InvalidOperationException">The app has not yet made its first row: see <see cref="AddShowAsync"/>.</exception>
    public async Task<Versioned<Show>> GetShowAsync(CancellationToken cancellationToken) =>
        await FindShowAsync(cancellationToken)
        ?? throw new InvalidOperationException($"Table {StorageNames.LedgerTable} has no show row; the app creates it when it starts.");

    /// <returns>Null if there is no row, or no table.</returns>
    public Task<Versioned<Show>?> FindShowAsync(CancellationToken cancellationToken) =>
        FindAsync(LedgerKeys.Show, ShowRow.Read, cancellationToken);

    /// <returns>Whether there is a row, even if it is damaged.</returns>
    public async Task<bool> HasShowAsync(CancellationToken cancellationToken) =>
        (await _table.GetEntityIfExistsAsync<TableEntity>(LedgerKeys.Partition, LedgerKeys.Show, ["RowKey"], cancellationToken)).HasValue;

    /// <summary>Only the first call ever has an effect.</summary>
    public Task AddShowAsync(Show show, CancellationToken cancellationToken) =>
        ConditionalWrite.TryAsync(() => _table.AddEntityAsync(ShowRow.Write(show), cancellationToken));

    public Task<bool> ReplaceShowAsync(Show show, ETag version, CancellationToken cancellationToken) => WriteShowAsync(
        () => _table.UpdateEntityAsync(ShowRow.Write(show), version, TableUpdateMode.Replace, cancellationToken));

    public Task<Versioned<Episode>?> FindEpisodeAsync(EpisodeSlug slug, CancellationToken cancellationToken) =>
        FindAsync(LedgerKeys.Episode(slug), EpisodeRow.Read, cancellationToken);

    /// <param name="slug">As it came from outside.</param>
    /// <returns>Null if the text is not the slug of a published episode.</returns>
    public async Task<PublishedEpisode?> FindPublishedAsync(string slug, CancellationToken cancellationToken) =>
        EpisodeSlug.TryParse(slug, out var parsed) ? (await FindEpisodeAsync(parsed, cancellationToken))?.Value.Published : null;

    public Task<bool> AddEpisodeAsync(Episode episode, CancellationToken cancellationToken) =>
        ConditionalWrite.TryAsync(() => _table.AddEntityAsync(EpisodeRow.Write(episode), cancellationToken));

    public Task<bool> ReplaceEpisodeAsync(Episode episode, ETag version, CancellationToken cancellationToken) =>
        ConditionalWrite.TryAsync(
            () => _table.UpdateEntityAsync(EpisodeRow.Write(episode), version, TableUpdateMode.Replace, cancellationToken));

    /// <param name="change">Returns the changed episode, or null if nothing is to be changed.</param>
    /// <returns>The episode as written; null if there is none, or nothing was to be changed.</returns>
    /// <exception cref="InvalidOperationException">See <see cref="ConditionalWrite.RepeatAsync"/>.</exception>
    public async Task<Episode?> ChangeEpisodeAsync(EpisodeSlug slug, Func<Episode, Episode?> change, CancellationToken cancellationToken)
    {
        Episode? changed = null;
        await ConditionalWrite.RepeatAsync($"Episode '{slug}'", async () =>
        {
            var stored = await FindEpisodeAsync(slug, cancellationToken);
            changed = stored is null ? null : change(stored.Value);
            return changed is null || await ReplaceEpisodeAsync(changed, stored!.ETag, cancellationToken);
        });
        return changed;
    }

    /// <summary>
    /// Changes what listeners have, in one transaction: the episode, its place in the newest-first list, the show's version.
    /// </summary>
    public async Task<bool> PublishAsync(Versioned<Episode> before, Episode after, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var show = await GetShowAsync(cancellationToken);
        var oldKey = await FindNewestKeyAsync(before.Value, cancellationToken);
        var newKey = after.Published is { } next ? LedgerKeys.Newest(next) : null;
        var leaves = oldKey is not null && oldKey != newKey;
        var changed = show.Value with { Version = show.Value.Version + 1, Updated = now, Removed = leaves ? now : show.Value.Removed };
        var batch = new List<TableTransactionAction>
        {
            new(TableTransactionActionType.UpdateReplace, EpisodeRow.Write(after), before.ETag),
            new(TableTransactionActionType.UpdateReplace, ShowRow.Write(changed), show.ETag),
        };
        if (leaves)
        {
            batch.Add(new(TableTransactionActionType.Delete, new TableEntity(LedgerKeys.Partition, oldKey), ETag.All));
        }

        if (after.Published is { } published)
        {
            var row = new TableEntity(LedgerKeys.Partition, newKey);
            PublishedColumns.Write(row, published);
            batch.Add(new(TableTransactionActionType.UpsertReplace, row));
        }

        // Apps remember a withdrawn episode too. Earlier versions noted no guids, so it may be missing at any change.
        if ((after.Published ?? before.Value.Published)?.Guid is { } guid)
        {
            switch (await FindByGuidAsync(guid, cancellationToken))
            {
                case null:
                    batch.Add(new(TableTransactionActionType.Add, new TableEntity(LedgerKeys.Partition, LedgerKeys.Guid(guid.Value))
                    {
                        [PublishedColumns.Slug] = after.Slug.Value,
                    }));
                    break;
                case { } owner when owner != after.Slug:
                    return false;
            }
        }

        return await WriteShowAsync(() => _table.SubmitTransactionAsync(batch, cancellationToken));
    }

    /// <returns>The episode that was published under a guid, even if it has been withdrawn; null if there is none.</returns>
    public async Task<EpisodeSlug?> FindByGuidAsync(EpisodeGuid guid, CancellationToken cancellationToken)
    {
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(
            LedgerKeys.Partition, LedgerKeys.Guid(guid.Value), [PublishedColumns.Slug], cancellationToken);
        return row.HasValue ? EpisodeSlug.Parse(row.Value!.GetString(PublishedColumns.Slug)) : null;
    }

    /// <returns>Whether any episode is or was published.</returns>
    public async Task<bool> HasPublishedAsync(CancellationToken cancellationToken) =>
        await Range(LedgerKeys.GuidPrefix, LedgerKeys.After(LedgerKeys.GuidPrefix), 1, cancellationToken).AnyAsync(cancellationToken)
        // Earlier versions noted no guids.
        || (await ListNewestAsync(1, cancellationToken)).Count > 0;

    /// <returns>This number of the newest episodes, without damaged rows; no other row is read.</returns>
    public Task<List<PublishedEpisode>> ListNewestAsync(int count, CancellationToken cancellationToken) =>
        ReadAsync(
            Range(LedgerKeys.NewestPrefix, LedgerKeys.After(LedgerKeys.NewestPrefix), count, cancellationToken).Take(count),
            cancellationToken);

    /// <param name="before">Where the next older one begins; null for the oldest.</param>
    /// <returns>The episodes of one archive, newest first, without damaged rows; see <see cref="Show.Archives"/>.</returns>
    public Task<List<PublishedEpisode>> ListArchiveAsync(string from, string? before, CancellationToken cancellationToken) =>
        ReadAsync(Range(LedgerKeys.NewestPrefix + from, NewestEnd(before), maxPerPage: null, cancellationToken), cancellationToken);

    /// <returns>Places of the newest-first list, in order, down to where the newest archive begins.</returns>
    public async Task<List<string>> ListPlacesAsync(string? before, CancellationToken cancellationToken)
    {
        var rows = Range(LedgerKeys.NewestPrefix, NewestEnd(before), maxPerPage: null, cancellationToken, select: ["RowKey"]);
        return await rows.Select(row => row.RowKey[LedgerKeys.NewestPrefix.Length..]).ToListAsync(cancellationToken);
    }

    /// <param name="from">A page's <see cref="NewestPage.Next"/>, or null for the newest.</param>
    /// <returns>One page of the show page's rows, newest first; no other row is read.</returns>
    public async Task<NewestPage> ListNewestAsync(int count, string? from, CancellationToken cancellationToken)
    {
        var start = LedgerKeys.NewestPrefix + from;
        var rows = Range(start, LedgerKeys.After(LedgerKeys.NewestPrefix), count + 1, cancellationToken);
        var taken = await rows.Take(count + 1).ToListAsync(cancellationToken);
        var next = taken.Count > count ? taken[count].RowKey[LedgerKeys.NewestPrefix.Length..] : null;
        return new NewestPage([.. taken.Take(count).Select(row => ReadPublished(row)).OfType<PublishedEpisode>()], next);
    }

    /// <param name="damaged">Gets the slugs of rows that cannot be read, which are left out.</param>
    /// <returns>Every episode ever seen, by slug.</returns>
    public IAsyncEnumerable<Versioned<Episode>> ListEpisodesAsync(
        CancellationToken cancellationToken, Action<EpisodeSlug, DamagedRowException>? damaged = null) =>
        ReadEpisodesAsync(
            Range(LedgerKeys.EpisodePrefix, LedgerKeys.After(LedgerKeys.EpisodePrefix), maxPerPage: null, cancellationToken),
            damaged,
            cancellationToken);

    /// <summary>Lists a page of all episodes, by slug.</summary>
    /// <param name="after">The last slug of the page before; null to begin.</param>
    /// <param name="damaged">Gets the slugs of rows that cannot be read, which are left out.</param>
    public IAsyncEnumerable<Versioned<Episode>> ListEpisodesAsync(
        EpisodeSlug? after, int count, CancellationToken cancellationToken, Action<EpisodeSlug, DamagedRowException>? damaged = null)
    {
        // The least text that sorts after a key.
        var from = after is { } slug ? LedgerKeys.Episode(slug) + "\0" : LedgerKeys.EpisodePrefix;
        var rows = Range(from, LedgerKeys.After(LedgerKeys.EpisodePrefix), count, cancellationToken);
        return ReadEpisodesAsync(rows.Take(count), damaged, cancellationToken);
    }

    /// <summary>Lists the episodes of some states; storage leaves the others out.</summary>
    /// <param name="damaged">Gets the slugs of rows that cannot be read, which are left out.</param>
    public IAsyncEnumerable<Versioned<Episode>> ListEpisodesAsync(
        IReadOnlyList<EpisodeStatus> states, CancellationToken cancellationToken, Action<EpisodeSlug, DamagedRowException>? damaged = null)
    {
        var (prefix, end) = (LedgerKeys.EpisodePrefix, LedgerKeys.After(LedgerKeys.EpisodePrefix));
        var place = TableClient.CreateQueryFilter($"RowKey ge {prefix} and RowKey lt {end}");
        var filter = $"{place} and ({string.Join(" or ", states.Select(state => $"Status eq '{state}'"))})";
        return QueryEpisodesAsync(filter, damaged, cancellationToken);
    }

    /// <summary>Lists some episodes, in no particular order; what does not exist is left out.</summary>
    /// <param name="slugs">At most 10: a filter may have 15 comparisons.</param>
    /// <param name="damaged">Gets the slugs of rows that cannot be read, which are left out.</param>
    public IAsyncEnumerable<Versioned<Episode>> ListEpisodesAsync(
        IReadOnlyCollection<EpisodeSlug> slugs,
        CancellationToken cancellationToken,
        Action<EpisodeSlug, DamagedRowException>? damaged = null) =>
        QueryEpisodesAsync(
            string.Join(" or ", slugs.Select(slug => TableClient.CreateQueryFilter($"RowKey eq {LedgerKeys.Episode(slug)}"))),
            damaged,
            cancellationToken);

    private IAsyncEnumerable<Versioned<Episode>> QueryEpisodesAsync(
        string filter, Action<EpisodeSlug, DamagedRowException>? damaged, CancellationToken cancellationToken)
    {
        var place = TableClient.CreateQueryFilter($"PartitionKey eq {LedgerKeys.Partition}");
        var rows = _table.QueryAsync<TableEntity>($"{place} and ({filter})", cancellationToken: cancellationToken);
        return ReadEpisodesAsync(rows, damaged, cancellationToken);
    }

    /// <summary>Lists the newest-first list as it is stored, to compare it with the episodes.</summary>
    public IAsyncEnumerable<ListedEpisode> ListListedAsync(CancellationToken cancellationToken) =>
        Range(LedgerKeys.NewestPrefix, LedgerKeys.After(LedgerKeys.NewestPrefix), maxPerPage: null, cancellationToken)
            .Select(row => new ListedEpisode(row.RowKey, ReadPublished(row), row.ETag));

    /// <returns>The place of an episode; null if there is no row.</returns>
    public async Task<ListedEpisode?> FindListedAsync(PublishedEpisode episode, CancellationToken cancellationToken)
    {
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(
            LedgerKeys.Partition, LedgerKeys.Newest(episode), cancellationToken: cancellationToken);
        return row.HasValue ? new ListedEpisode(row.Value!.RowKey, ReadPublished(row.Value), row.Value.ETag) : null;
    }

    /// <summary>Deletes a place of the newest-first list that no episode has, and counts up the show's version.</summary>
    /// <returns>False if the place or the show was changed since.</returns>
    public async Task<bool> UnlistAsync(ListedEpisode listed, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var show = await GetShowAsync(cancellationToken);
        var changed = show.Value with { Version = show.Value.Version + 1, Updated = now, Removed = now };
        TableTransactionAction[] batch =
        [
            new(TableTransactionActionType.Delete, new TableEntity(LedgerKeys.Partition, listed.Key), listed.ETag),
            new(TableTransactionActionType.UpdateReplace, ShowRow.Write(changed), show.ETag),
        ];
        return await WriteShowAsync(() => _table.SubmitTransactionAsync(batch, cancellationToken));
    }

    /// <summary>Replaces rows that cannot be read: an episode's, or the show's.</summary>
    public Task RestoreAsync(Episode episode, CancellationToken cancellationToken) =>
        _table.UpsertEntityAsync(EpisodeRow.Write(episode), TableUpdateMode.Replace, cancellationToken);

    /// <inheritdoc cref="RestoreAsync(Episode, CancellationToken)"/>
    public Task RestoreAsync(Show show, CancellationToken cancellationToken) => WriteShowAsync(
        () => _table.UpsertEntityAsync(ShowRow.Write(show), TableUpdateMode.Replace, cancellationToken));

    /// <returns>The show with what can be read of its row, and the rest from another value; null if there is no row.</returns>
    public async Task<Show?> SalvageShowAsync(Show otherwise, CancellationToken cancellationToken)
    {
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(
            LedgerKeys.Partition, LedgerKeys.Show, cancellationToken: cancellationToken);
        return row.HasValue ? ShowRow.Salvage(row.Value!, otherwise) : null;
    }

    private static async IAsyncEnumerable<Versioned<Episode>> ReadEpisodesAsync(
        IAsyncEnumerable<TableEntity> rows,
        Action<EpisodeSlug, DamagedRowException>? damaged,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            var key = row.RowKey[LedgerKeys.EpisodePrefix.Length..];
            var episode = DamagedRowException.TryConvert(
                StorageNames.LedgerTable,
                row,
                EpisodeRow.Read,
                exception =>
                {
                    if (EpisodeSlug.TryParse(key, out var slug))
                    {
                        damaged?.Invoke(slug, exception);
                    }
                });
            if (episode is not null)
            {
                yield return new Versioned<Episode>(episode, row.ETag);
            }
        }
    }

    private static async Task<List<PublishedEpisode>> ReadAsync(IAsyncEnumerable<TableEntity> rows, CancellationToken cancellationToken) =>
        await rows.Select(row => ReadPublished(row)).OfType<PublishedEpisode>().ToListAsync(cancellationToken);

    // Null for a damaged row: Tidy writes it again.
    private static PublishedEpisode? ReadPublished(TableEntity row) =>
        DamagedRowException.TryConvert(StorageNames.LedgerTable, row, row => PublishedColumns.Read(row)!, damaged: null);

    // Counted even after a failure: the write may have been done nevertheless.
    private async Task<bool> WriteShowAsync(Func<Task> write)
    {
        try
        {
            return await ConditionalWrite.TryAsync(write);
        }
        finally
        {
            Interlocked.Increment(ref _showWrites);
        }
    }

    // Earlier versions wrote other keys.
    private async Task<string?> FindNewestKeyAsync(Episode episode, CancellationToken cancellationToken)
    {
        if (episode.Published is not { } published)
        {
            return null;
        }

        var (partition, slug, start) = (LedgerKeys.Partition, published.Slug.Value, LedgerKeys.NewestAt(published.Metadata.Published));
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {partition} and RowKey ge {start} and RowKey lt {LedgerKeys.After(start)} and Slug eq {slug}");
        return await _table.QueryAsync<TableEntity>(filter, select: ["RowKey"], cancellationToken: cancellationToken)
            .Select(row => row.RowKey)
            .FirstOrDefaultAsync(cancellationToken);
    }

    // A stretch of the newest-first list ends at a place, or at the list's end.
    private static string NewestEnd(string? before) =>
        before is null ? LedgerKeys.After(LedgerKeys.NewestPrefix) : LedgerKeys.NewestPrefix + before;

    private AsyncPageable<TableEntity> Range(
        string from, string before, int? maxPerPage, CancellationToken cancellationToken, IEnumerable<string>? select = null)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {LedgerKeys.Partition} and RowKey ge {from} and RowKey lt {before}");
        return _table.QueryAsync<TableEntity>(filter, Math.Min(maxPerPage ?? 1000, 1000), select, cancellationToken);
    }

    private async Task<Versioned<T>?> FindAsync<T>(string rowKey, Func<TableEntity, T> read, CancellationToken cancellationToken)
    {
        var response = await _table.GetEntityIfExistsAsync<TableEntity>(LedgerKeys.Partition, rowKey, cancellationToken: cancellationToken);
        return response.HasValue
            ? new Versioned<T>(DamagedRowException.Convert(StorageNames.LedgerTable, response.Value!, read), response.Value!.ETag)
            : null;
    }
}

/// <summary>A place of the newest-first list.</summary>
/// <param name="Key">The row's key.</param>
/// <param name="Episode">Null if the row is damaged.</param>
public sealed record ListedEpisode(string Key, PublishedEpisode? Episode, ETag ETag)
{
    public static string KeyOf(PublishedEpisode episode) => LedgerKeys.Newest(episode);

    /// <returns>Whether an episode belongs at this place.</returns>
    public bool IsPlaceOf(PublishedEpisode? episode) => episode is not null && Key == LedgerKeys.Newest(episode);

    /// <returns>Whether the place's key ends with this name.</returns>
    public bool Names(string slug) => Key.EndsWith($"-{slug}", StringComparison.Ordinal);
}

/// <param name="Next">The place from which to continue reading; null at the end.</param>
public sealed partial record NewestPage(IReadOnlyList<PublishedEpisode> Episodes, string? Next)
{
    /// <returns>True if a text from outside could be a <see cref="Next"/>.</returns>
    public static bool IsPlace(string text) => text.Length <= LedgerKeys.LongestPlace && Place().IsMatch(text);

    // Those of earlier versions have no season, number and name between the date and the slug.
    [GeneratedRegex(@"\A[0-9]{19}-([0-9]{20}[A-Za-z0-9]+-)?[a-z0-9-]+\z")]
    private static partial Regex Place();
}
