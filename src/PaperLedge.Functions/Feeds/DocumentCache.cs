using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Shows;
using PaperLedge.Functions.Http;
using PaperLedge.Storage.Ledger;

namespace PaperLedge.Functions.Feeds;

/// <remarks>
/// When the show's version has changed, a document is built again, once for all requests that wait for it, and only if its source has
/// changed. If the build fails, the previous document is served.
/// </remarks>
public sealed partial class DocumentCache(
    ShowCache shows, LedgerStore ledger, IOptions<FeedOptions> options, TimeProvider time, ILogger<DocumentCache> logger) : IDisposable
{
    // Room for the feed and some hundred pages, each in three encodings.
    private const long MaxBytes = 64 * 1024 * 1024;

    // Reads in a row that a publication may interrupt.
    private const int MaxReads = 10;

    // Longer than the slowest table takes to read the thousand rows of a document.
    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(2);

    // Shorter than a directory's timeout.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    // After a failed build, storage is not asked again for so long.
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(5);

    private readonly MemoryCache _entries = new(new MemoryCacheOptions { SizeLimit = MaxBytes });
    private readonly ConcurrentDictionary<string, Lazy<Task<Document?>>> _builds = new(StringComparer.Ordinal);
    private readonly TimeSpan _memory = TimeSpan.FromSeconds(options.Value.MemorySeconds);

    /// <param name="key">Name of the document in the cache.</param>
    /// <param name="read">
    /// Reads the document's source, or null if there is none; runs again if the show changes meanwhile. If the source equals the previous
    /// one, the document is kept.
    /// </param>
    /// <param name="write">Builds the document from its source.</param>
    /// <param name="cancellationToken">Cancels the wait, not the build, which other requests share.</param>
    /// <param name="isOutsideVersion">
    /// Whether the source may change without the show's version; it is then read again every few seconds.
    /// </param>
    /// <returns>Null if there is no such document.</returns>
    public async ValueTask<Document?> GetAsync<TSource>(
        string key,
        Func<Show, CancellationToken, Task<TSource?>> read,
        Func<Show, TSource, CancellationToken, Task<Document>> write,
        CancellationToken cancellationToken,
        bool isOutsideVersion = false)
        where TSource : class
    {
        var show = await shows.GetAsync(cancellationToken);
        if (FindFresh(key, show, isOutsideVersion) is { } document)
        {
            return document;
        }

        var build = _builds.GetOrAdd(key, _ => new(() => BuildAsync(key, show, read, write, isOutsideVersion))).Value;
        return await ShowCache.WaitAsync(build, _entries.Get<Entry>(key)?.Document, s_patience, time, cancellationToken);
    }

    /// <param name="kind">Kind of document, which names it together with the slug.</param>
    /// <param name="slug">Slug from the request, not yet checked.</param>
    /// <returns>Null if the slug does not name a published episode.</returns>
    public ValueTask<Document?> GetAsync(
        string kind,
        string slug,
        Func<Show, EpisodeSource, CancellationToken, Task<Document>> write,
        CancellationToken cancellationToken) =>
        EpisodeSlug.TryParse(slug, out var parsed)
            ? GetAsync($"{kind}/{slug}", (show, token) => ReadEpisodeAsync(show, parsed, token), write, cancellationToken)
            : ValueTask.FromResult<Document?>(null);

    public void Dispose() => _entries.Dispose();

    private async Task<EpisodeSource?> ReadEpisodeAsync(Show show, EpisodeSlug slug, CancellationToken cancellationToken) =>
        await ledger.FindEpisodeAsync(slug, cancellationToken) is { Value: { Published: { } episode, TranscriptTag: { } tag } }
            ? new EpisodeSource(show.Settings, episode, tag)
            : null;

    private Document? FindFresh(string key, Show show, bool isOutsideVersion)
    {
        if (_entries.Get<Entry>(key) is not { } entry)
        {
            return null;
        }

        var isFresh = entry.Version >= show.Version && (!isOutsideVersion || time.GetElapsedTime(entry.ReadAt) < _memory);
        return isFresh || (entry.FailedAt is { } failed && time.GetElapsedTime(failed) < s_pause) ? entry.Document : null;
    }

    private async Task<Document?> BuildAsync<TSource>(
        string key,
        Show show,
        Func<Show, CancellationToken, Task<TSource?>> read,
        Func<Show, TSource, CancellationToken, Task<Document>> write,
        bool isOutsideVersion)
        where TSource : class
    {
        var before = _entries.Get<Entry>(key);
        try
        {
            // Another build may have ended since the cache was asked.
            if (FindFresh(key, show, isOutsideVersion) is { } document)
            {
                return document;
            }

            using var timeout = new CancellationTokenSource(s_timeout, time);
            var (version, source) = await ReadOneVersionAsync(show, read, timeout.Token);
            if (source is null)
            {
                _entries.Remove(key);
                return null;
            }

            document = before is not null && source.Equals(before.Source) ? before.Document : await write(version, source, timeout.Token);
            _entries.Set(
                key,
                new Entry(document, source, version.Version, time.GetTimestamp()),
                new MemoryCacheEntryOptions { Size = document.Content.Size });
            return document;
        }
        catch (Exception exception) when (before is not null)
        {
            LogStale(exception, key);
            before.FailedAt = time.GetTimestamp();
            return before.Document;
        }
        finally
        {
            _builds.TryRemove(key, out _);
        }
    }

    // Rows belong together only if the show has the same version before and after they are read.
    private async Task<(Show Show, TSource? Source)> ReadOneVersionAsync<TSource>(
        Show show, Func<Show, CancellationToken, Task<TSource?>> read, CancellationToken cancellationToken)
        where TSource : class
    {
        for (var attempt = 0; attempt < MaxReads; attempt++)
        {
            var source = await read(show, cancellationToken);
            var after = (await ledger.GetShowAsync(cancellationToken)).Value;
            if (after.Version == show.Version)
            {
                return (show, source);
            }

            show = after;
        }

        throw new InvalidOperationException(
            $"The show was changed {MaxReads} times while its document was read; the next request tries again.");
    }

    [LoggerMessage(2002, LogLevel.Warning, "The document {Key} could not be built; readers get the previous one.")]
    private partial void LogStale(Exception exception, string key);

    private sealed record Entry(Document Document, object Source, long Version, long ReadAt)
    {
        public long? FailedAt { get; set; }
    }
}

/// <param name="TranscriptTag">Tag in the names of the rendered transcripts.</param>
public sealed record EpisodeSource(ShowSettings Show, PublishedEpisode Episode, string TranscriptTag)
{
    public DateTimeOffset Changed(Show show) => Episode.Updated > show.SettingsUpdated ? Episode.Updated : show.SettingsUpdated;
}
