using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PaperLedge.Functions.Episodes;
using PaperLedge.Storage.Ledger;
using PaperLedge.Storage.Queues;

namespace PaperLedge.Functions.Feeds;

/// <summary>
/// Tells hub and Podping of changes, by a queue: publishing neither waits for them nor fails with them. The row is written before
/// the message is sent, so that Tidy sees a message that was lost and sends another.
/// </summary>
public sealed partial class Announcing(
    LedgerStore ledger,
    AnnouncementStore announcements,
    AnnounceQueue queue,
    Heralds heralds,
    IOptions<TidySettings> tidy,
    IOptions<FeedSettings> feed,
    TimeProvider time,
    ILogger<Announcing> logger)
{
    /// <summary>Whoever is told comes at once, perhaps to an instance that still answers from memory.</summary>
    private readonly TimeSpan _delay = TimeSpan.FromSeconds(feed.Value.MemorySeconds + 1);

    /// <summary>To be called when something was published. What fails is left to Tidy.</summary>
    public async Task ChangedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await QueueAsync(cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogLeft(exception);
        }
    }

    /// <summary>Asks for what nobody was told of, and has no message under way.</summary>
    public async Task QueueAsync(CancellationToken cancellationToken)
    {
        var show = (await ledger.GetShowAsync(cancellationToken)).Value;
        if (!heralds.AreWanted(show.Settings))
        {
            return;
        }

        var stored = await announcements.FindAsync(cancellationToken);
        var before = stored?.Value ?? new Announcement(Queued: 0, DateTimeOffset.UnixEpoch, Done: 0, Problem: null);
        var now = time.GetUtcNow();
        var isUnderWay = before.Queued >= show.Version && before.QueuedAt > now.AddSeconds(-tidy.Value.StalledSeconds);
        if (before.Done >= show.Version || isUnderWay)
        {
            return;
        }

        // Whoever wins the row sends the message.
        if (await announcements.WriteAsync(before with { Queued = show.Version, QueuedAt = now }, stored?.ETag, cancellationToken))
        {
            await queue.SendAsync(show.Version, _delay, cancellationToken);
        }
    }

    /// <exception cref="HttpRequestException">Somebody could not be told; the message comes again.</exception>
    public async Task AnnounceAsync(AnnounceMessage message, CancellationToken cancellationToken)
    {
        var show = (await ledger.GetShowAsync(cancellationToken)).Value;
        if (await announcements.FindAsync(cancellationToken) is { } stored && stored.Value.Done >= message.Version)
        {
            return;
        }

        try
        {
            await heralds.TellAsync(show.Settings, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            await ChangeAsync(before => before with { Problem = exception.Message }, cancellationToken);
            throw;
        }

        // A later version may have been published meanwhile: it has a message of its own.
        await ChangeAsync(before => before with { Done = Math.Max(before.Done, show.Version), Problem = null }, cancellationToken);
        LogTold(show.Version);
    }

    /// <summary>The host gave up on a message; the next change is told again.</summary>
    public async Task AbandonAsync(string message, CancellationToken cancellationToken)
    {
        if (PoisonMessages.Read<AnnounceMessage>(message) is not { } announcement)
        {
            EpisodeLog.Unreadable(logger, message);
            return;
        }

        await ChangeAsync(
            before => before with
            {
                Done = Math.Max(before.Done, announcement.Version),
                Problem = $"{before.Problem ?? "Telling of a change failed several times; the log says why."} It was given up; the next change is told again.",
            },
            cancellationToken);
    }

    /// <returns>What went wrong with the last announcement, or null.</returns>
    public async Task<string?> GetProblemAsync(CancellationToken cancellationToken) =>
        (await announcements.FindAsync(cancellationToken))?.Value.Problem;

    private async Task ChangeAsync(Func<Announcement, Announcement> change, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Contention.MaxAttempts; attempt++)
        {
            if (await announcements.FindAsync(cancellationToken) is not { } stored
                || await announcements.WriteAsync(change(stored.Value), stored.ETag, cancellationToken))
            {
                return;
            }
        }

        throw new InvalidOperationException($"The announcement's row was changed by others {Contention.MaxAttempts} times in a row; tried again later.");
    }

    [LoggerMessage(2030, LogLevel.Information, "Hub and Podping were told of version {Version}.")]
    private partial void LogTold(long version);

    [LoggerMessage(2031, LogLevel.Warning, "A change could not be queued to be told of; Tidy does it later.")]
    private partial void LogLeft(Exception exception);
}
