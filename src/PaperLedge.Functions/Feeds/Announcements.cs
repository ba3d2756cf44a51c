using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PaperLedge.Functions.Publishing;
using PaperLedge.Functions.Telemetry;
using PaperLedge.Storage;
using PaperLedge.Storage.Ledger;
using PaperLedge.Storage.Queues;

namespace PaperLedge.Functions.Feeds;

/// <summary>Queued announcements of feed changes to hub and Podping: publishing neither waits for them nor fails with them.</summary>
public sealed partial class Announcements(
    LedgerStore ledger,
    AnnouncementStore announcements,
    AnnounceQueue queue,
    ChangeNotifier notifier,
    IOptions<TidyOptions> tidy,
    IOptions<FeedOptions> feed,
    TimeProvider time,
    ILogger<Announcements> logger)
{
    // Subscribers fetch at once, and may reach an instance that still serves its cached copy.
    private readonly TimeSpan _delay = TimeSpan.FromSeconds(feed.Value.MemorySeconds + 1);

    /// <summary>Queues an announcement after a publication; a failure is logged and left to Tidy.</summary>
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

    /// <summary>Queues an announcement if the show's version is neither announced nor queued.</summary>
    public async Task QueueAsync(CancellationToken cancellationToken)
    {
        var show = (await ledger.GetShowAsync(cancellationToken)).Value;
        if (!notifier.HasTargets(show.Settings))
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

        // The row is written before the message is sent, so that Tidy notices a lost message and sends another. Only the instance that wins
        // the row sends the message.
        if (await announcements.WriteAsync(before with { Queued = show.Version, QueuedAt = now }, stored?.ETag, cancellationToken))
        {
            await queue.SendAsync(show.Version, _delay, cancellationToken);
        }
    }

    /// <summary>Notifies hub and Podping, unless the message's version is already announced.</summary>
    /// <exception cref="HttpRequestException">Hub or Podping did not answer with success; the host delivers the message again.</exception>
    public Task AnnounceAsync(AnnounceMessage message, CancellationToken cancellationToken) => AppTraces.RunStepAsync(
        "AnnounceChange",
        message.TraceParent,
        new() { ["paperledge.show.version"] = message.Version },
        () => AnnounceNowAsync(message, cancellationToken));

    private async Task AnnounceNowAsync(AnnounceMessage message, CancellationToken cancellationToken)
    {
        var show = (await ledger.GetShowAsync(cancellationToken)).Value;
        if (await announcements.FindAsync(cancellationToken) is { } stored && stored.Value.Done >= message.Version)
        {
            return;
        }

        try
        {
            await notifier.NotifyAsync(show.Settings, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            await ChangeAsync(before => before with { Problem = exception.Message }, cancellationToken);
            throw;
        }

        // A later version may have been published meanwhile: it has its own message.
        await ChangeAsync(before => before with { Done = Math.Max(before.Done, show.Version), Problem = null }, cancellationToken);
        LogTold(show.Version);
    }

    /// <summary>Records that the host gave up on a message; the next change is announced again.</summary>
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
                Problem = $"{before.Problem ?? "Announcing a change failed several times: the process was killed each time."} " +
                    "This change will not be announced; the next one will.",
            },
            cancellationToken);
    }

    /// <returns>The problem with the last announcement, or null.</returns>
    public async Task<string?> GetProblemAsync(CancellationToken cancellationToken) =>
        (await announcements.FindAsync(cancellationToken))?.Value.Problem;

    private Task ChangeAsync(Func<Announcement, Announcement> change, CancellationToken cancellationToken) =>
        ConditionalWrite.RepeatAsync("The announcement's row", async () =>
            await announcements.FindAsync(cancellationToken) is not { } stored
            || await announcements.WriteAsync(change(stored.Value), stored.ETag, cancellationToken));

    [LoggerMessage(2030, LogLevel.Information, "Version {Version} was announced to the hub and Podping.")]
    private partial void LogTold(long version);

    [LoggerMessage(2031, LogLevel.Warning, "The announcement of a change could not be queued; Tidy will queue it later.")]
    private partial void LogLeft(Exception exception);
}

/// <summary>Settings of announcements; section <see cref="Section"/>. The show's settings name the hub.</summary>
public sealed record AnnounceOptions : IValidatableObject
{
    public const string Section = "Announce";

    /// <summary>Token from Podping's operators; empty (the default) for none. It is a secret: keep it in a key vault.</summary>
    public string PodpingToken { get; init; } = "";

    /// <summary>Address of Podping; default <c>https://podping.cloud/</c>. It must be https, except for loopback.</summary>
    public string PodpingUrl { get; init; } = "https://podping.cloud/";

    /// <summary>Seconds to wait for an answer from the hub or Podping before the attempt fails; default 30.</summary>
    [Range(1, 300)]
    public int TimeoutSeconds { get; init; } = 30;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!SiteOptions.IsAllowed(PodpingUrl))
        {
            yield return new ValidationResult(
                $"Announce__PodpingUrl must be an absolute https address (http only for localhost), not '{PodpingUrl}'.");
        }
    }
}
