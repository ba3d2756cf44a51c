using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;
using PaperLedge.Functions.Telemetry;
using PaperLedge.Speech.Audio;
using PaperLedge.Storage;
using PaperLedge.Storage.Ledger;
using PaperLedge.Storage.Queues;
using PaperLedge.Storage.Work;

namespace PaperLedge.Functions.Publishing;

/// <summary>Transcription of episodes: the preparation and the pieces as units of work that any worker can take.</summary>
/// <remarks>
/// A message that comes twice waits for the attempt under way. A message that comes late finds its revision no longer wanted, or its work
/// done. A message whose worker was killed begins a new attempt.
/// </remarks>
public sealed class TranscriptionJob(
    LedgerStore ledger,
    WorkStore store,
    WorkQueue queue,
    PreparationStep preparation,
    EncodingStep encoding,
    TranscriptionStep transcription,
    TranscriptAssembly assembly,
    PlanReader plans,
    TranscriptionRequests requests,
    HostIdentity host,
    IOptions<TranscriptionJobOptions> settings,
    HostLimits limits,
    RetryPlan retries,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<TranscriptionJob> logger)
{
    // Machines come and go, but an episode that crashes its machine each time must be given up at some point.
    private const int MaxHostsLost = 20;

    // The rest is for storing the recognised text.
    private const double ShareOfTimeout = 0.8;

    private string NeverEnded =>
        $"The work was started {limits.MaxDequeueCount} times and never finished: " +
        "the process was killed each time, most likely because it ran out of memory. " +
        "Give the app more memory, or choose a smaller model or Whisper__BatchSize.";

    private static string TimedOut(WorkItem item) =>
        "The function timeout passed before any progress was made. Raise functionTimeout in host.json, or " +
        (item.IsEncoding ? "upload MP3 or M4A and remove \"encode\" from show.json." : "choose a smaller model.");

    private static readonly string s_hostsWereLost =
        $"The work was started on {MaxHostsLost} hosts, and each of them failed. " +
        "If they run out of memory, give the app more, or choose a smaller model or Whisper__BatchSize.";

    private readonly ConcurrentDictionary<Task, byte> _running = new();

    private TimeSpan Lease => settings.Value.Lease;

    private static string SpanOf(WorkItem item) =>
        item.IsPreparation ? "PrepareEpisode" : item.IsEncoding ? "EncodeEpisode" : "TranscribePiece";

    /// <summary>Handles a message of the queue <c>prepare</c> or <c>transcribe</c>.</summary>
    public async Task RunAsync(WorkMessage message, CancellationToken cancellationToken)
    {
        var item = message.ToItem();
        var work = AppTraces.RunStepAsync(
            SpanOf(item), message.TraceParent, AppTraces.TagsOf(item), () => RunUntilStopAsync(item, cancellationToken));
        _running.TryAdd(work, 0);
        try
        {
            await work;
        }
        finally
        {
            _running.TryRemove(work, out _);
        }
    }

    /// <summary>Waits, without throwing, until the transcriptions that a stop has cancelled are queued again.</summary>
    public Task SettleAsync() =>
        Task.WhenAll(_running.Keys.Select(async work => await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing)));

    // When the host stops, it does not cancel a function. It notifies its worker two or three seconds before it kills it, and keeps the
    // message hidden for up to ten minutes more. So work that a stop interrupts is queued again with a new message. A piece that takes
    // nearly as long as a function may is handed on in the same way.
    private async Task RunUntilStopAsync(WorkItem item, CancellationToken cancellationToken)
    {
        TimeSpan? longest = item.Piece is null ? null : limits.FunctionTimeout * ShareOfTimeout;
        using var cancellation = new WorkCancellation(longest, time, lifetime.ApplicationStopping, cancellationToken);
        try
        {
            await RunAsync(item, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsStop || cancellation.IsPause)
        {
            await queue.SendAsync(item, delay: null, CancellationToken.None);
            EpisodeLog.HandedOn(logger, item.Slug.Value, item.Revision.Value);
        }
    }

    private async Task RunAsync(WorkItem item, WorkCancellation cancellation)
    {
        var cancellationToken = cancellation.Token;
        var (slug, revision) = (item.Slug, item.Revision);
        if (await ledger.FindEpisodeAsync(slug, cancellationToken)
            is not { Value: { Status: EpisodeStatus.Queued, Upload: not null } episode } || !episode.Wants(revision))
        {
            EpisodeLog.Superseded(logger, slug.Value, revision.Value);
            return;
        }

        var isPublished = false;
        await NotingAsync(
            item, async () => isPublished = await assembly.TryPublishAsync(episode, revision, cancellationToken), cancellationToken);
        if (isPublished)
        {
            return;
        }

        if (item.IsPreparation)
        {
            await PrepareAsync(item, episode, cancellation);
        }
        else if (item.IsEncoding)
        {
            await EncodeAsync(item, episode, cancellation);
        }
        else
        {
            await TranscribeAsync(item, episode, cancellation);
        }
    }

    private async Task EncodeAsync(WorkItem item, Episode episode, WorkCancellation cancellation)
    {
        // The file itself counts, not the row: a retry may ask for another format.
        if (await assembly.HasAudioAsync(episode, cancellation.Token)
            || await WorkAsync(
                item,
                await store.FindAsync(item, cancellation.Token),
                plan: null,
                place: "The file for listeners",
                (lease, token) => encoding.RunAsync(item, episode, lease, token),
                cancellation))
        {
            await NotingAsync(item, () => assembly.CompleteAsync(episode, item.Revision, cancellation.Token), cancellation.Token);
        }
    }

    private async Task PrepareAsync(WorkItem item, Episode episode, WorkCancellation cancellation)
    {
        var cancellationToken = cancellation.Token;
        if (episode.Audio is { IsDecoded: true } && await assembly.HasTranscriptAsync(item.Slug, item.Revision, cancellationToken))
        {
            // It was published before: only the file for listeners is missing.
            await queue.SendAsync(WorkItem.Encoding(item.Slug, item.Revision), delay: null, cancellationToken);
            return;
        }

        var before = await store.FindAsync(item, cancellationToken);
        if (before?.Value.Finished is null
            && !await WorkAsync(
                item, before, plan: null, place: null, (lease, token) => preparation.RunAsync(item, episode, lease, token), cancellation))
        {
            return;
        }

        if (await store.FindAsync(item, cancellationToken) is { Value.Finished: not null } prepared)
        {
            await NotingAsync(item, () => preparation.ContinueAsync(item, episode, prepared, cancellationToken), cancellationToken);
        }
    }

    private async Task TranscribeAsync(WorkItem item, Episode episode, WorkCancellation cancellation)
    {
        var cancellationToken = cancellation.Token;
        (string Name, EpisodePlan Plan)? read = null;
        await NotingAsync(
            item,
            async () => read = await plans.ReadAsync(item.Slug, item.Revision, episode.Upload!, cancellationToken),
            cancellationToken);
        if (read is not var (name, plan) || item.Piece >= plan.Pieces.Count)
        {
            EpisodeLog.Superseded(logger, item.Slug.Value, item.Revision.Value);
            return;
        }

        var before = await store.FindAsync(item, cancellationToken);
        if ((before?.Value is { Finished: not null } done && done.Plan == name)
            || await WorkAsync(
                item,
                before,
                name,
                plan.Pieces.Count > 1 ? TranscriptionStep.Describe(plan, item.Piece!.Value) : null,
                (lease, token) => transcription.RunAsync(item, plan, lease, token),
                cancellation))
        {
            await NotingAsync(item, () => assembly.CompleteAsync(episode, item.Revision, cancellationToken), cancellationToken);
        }
    }

    /// <summary>Handles a message that the host gave up on: queues the work again if hosts were lost, or else fails the episode.</summary>
    /// <param name="message">Text from the poison queue. If it is not a message of this app, it is only logged.</param>
    public async Task AbandonAsync(string message, CancellationToken cancellationToken)
    {
        if (PoisonMessages.Read<WorkMessage>(message) is not { } read || !read.TryToItem(out var item))
        {
            EpisodeLog.Unreadable(logger, message);
            return;
        }

        await AppTraces.RunStepAsync(
            item.Piece is null ? "AbandonPreparation" : "AbandonPiece",
            read.TraceParent,
            AppTraces.TagsOf(item),
            () => AbandonAsync(item, cancellationToken));
    }

    private async Task AbandonAsync(WorkItem item, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(item, cancellationToken) is { Value: { Finished: null } attempt }
            && (attempt.HostsLost > 0 || attempt.WasLost(host.Value, time.GetUtcNow()))
            && !IsGivenUp(attempt)
            && await StillWantedAsync(item, cancellationToken))
        {
            EpisodeLog.NotToBlame(logger, item.Slug.Value, attempt.HostsLost);
            await queue.SendAsync(item, delay: null, cancellationToken);
            return;
        }

        await FailAsync(
            item,
            now => $"{now.Problem ?? "The process was killed each time during the work."} {Advice(now)}",
            cancellationToken);
    }

    // place names the piece of an episode that has several, for messages. Returns true if the work is done and its result is stored.
    private async Task<bool> WorkAsync(
        WorkItem item,
        Versioned<WorkState>? before,
        string? plan,
        string? place,
        Func<WorkLease, CancellationToken, Task<bool>> work,
        WorkCancellation cancellation)
    {
        var cancellationToken = cancellation.Token;
        var wait = (before?.Value.LeaseUntil ?? default) - time.GetUtcNow();
        if (wait > TimeSpan.Zero && before!.Value.Finished is null)
        {
            await PostponeAsync(item, wait, cancellationToken);
            return false;
        }

        // A killed process reports no failure, and a new attempt begins its work again: only this check ends that.
        if (before is not null && before.Value.Finished is null && IsGivenUp(before.Value))
        {
            var reason = before.Value.Begun >= limits.MaxDequeueCount ? NeverEnded : s_hostsWereLost;
            await FailAsync(item, now => At(place, $"{now.Problem ?? reason} {Advice(now)}"), cancellationToken);
            return false;
        }

        var lease = await WorkLease.TakeAsync(store, item, before, plan, host.Value, Lease, time, cancellationToken);
        if (lease is null)
        {
            await PostponeAsync(item, Lease, cancellationToken);
            return false;
        }

        return await TryAsync(item, place, lease, work, cancellation);
    }

    private static string At(string? place, string problem) => place is null ? problem : $"{place}: {problem}";

    /// <summary>Lets the attempts of a revision begin anew.</summary>
    public async Task ForgetAttemptsAsync(EpisodeSlug slug, Revision revision, CancellationToken cancellationToken)
    {
        var begun = await store.ReadAsync(slug, revision, cancellationToken);
        WorkItem[] items =
        [
            WorkItem.Preparation(slug, revision),
            WorkItem.Encoding(slug, revision),
            .. begun.Pieces.Keys.Select(piece => new WorkItem(slug, revision, piece)),
        ];
        foreach (var item in items)
        {
            await ForgetAsync(item, cancellationToken);
        }
    }

    // Of work that is not finished, its attempts; of a preparation that is, that what follows was queued.
    private async Task ForgetAsync(WorkItem item, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(item, cancellationToken) is not { } stored)
        {
            return;
        }

        var forgotten = stored.Value.Finished is null
            ? stored.Value with { Begun = 0, HostsLost = 0 }
            : stored.Value with { Queued = null };
        if (forgotten != stored.Value)
        {
            await store.WriteAsync(item, forgotten, stored.ETag, cancellationToken);
        }
    }

    /// <summary>Queues a stalled revision again, unless a worker has been at it lately or its message still waits for its turn.</summary>
    /// <param name="since">Work that was seen after this time is not stalled.</param>
    public async Task RequeueAsync(Episode episode, Revision revision, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var item = WorkItem.Preparation(episode.Slug, revision);
        var begun = await store.ReadAsync(episode.Slug, revision, cancellationToken);
        var last = begun.All.Select(work => work.LastSeen).Append(episode.QueuedAt ?? default).Max();
        var waitsForPieces = begun.Preparation?.Finished is not null && !begun.IsTranscribed;
        if (begun.IsUnderWay(now) || last > since || await queue.MayHoldAsync(waitsForPieces, last, cancellationToken))
        {
            return;
        }

        // The date is written first: if the message is then lost, the next run of Tidy sends another.
        var changed = await ledger.ChangeEpisodeAsync(
            episode.Slug,
            current => current.Wants(revision) && current.Status == EpisodeStatus.Queued ? current with { QueuedAt = now } : null,
            cancellationToken);
        if (changed is not null)
        {
            EpisodeLog.QueuedAgain(logger, episode.Slug.Value, episode.QueuedAt);
            if (begun.Preparation?.Finished is not null)
            {
                await ForgetAsync(item, cancellationToken);
            }

            await queue.SendAsync(item, delay: null, cancellationToken);
        }
    }

    // Completing this message and sending a later one uses up none of the message's few attempts.
    private Task PostponeAsync(WorkItem item, TimeSpan delay, CancellationToken cancellationToken)
    {
        EpisodeLog.Postponed(logger, item.Slug.Value, item.Revision.Value, delay);
        return queue.SendAsync(item, delay, cancellationToken);
    }

    // Returns true if the work is done and its result is stored.
    private async Task<bool> TryAsync(
        WorkItem item, string? place, WorkLease lease, Func<WorkLease, CancellationToken, Task<bool>> work, WorkCancellation cancellation)
    {
        var cancellationToken = cancellation.Token;
        var (began, outcome) = (time.GetTimestamp(), AttemptOutcome.Error);
        AppTraces.NoteAttempt(lease.State.Attempt);
        AppMetrics.AttemptBegan(item);
        LogBegin(item, lease.State);
        try
        {
            var complete = false;
            await NotingAsync(item, async () => complete = await BeatAsync(item, lease, work, cancellationToken), cancellationToken);
            if (!complete || !await lease.FinishAsync(cancellationToken))
            {
                outcome = AttemptOutcome.Released;
                await LetGoAsync(item, lease, cancellationToken);
                return false;
            }

            outcome = AttemptOutcome.Completed;
            LogEnd(item, lease.State);
            return true;
        }
        catch (AudioException exception) when (!exception.IsTransient)
        {
            outcome = AttemptOutcome.Failed;
            await lease.ReleaseAsync(cancellationToken);
            await FailAsync(item, _ => At(place, exception.Message), cancellationToken, mayPass: false);
            return false;
        }
        catch (ModelException exception) when (exception.RefusesLanguage)
        {
            outcome = AttemptOutcome.Failed;
            await lease.ReleaseAsync(cancellationToken);
            var source = await requests.FindLanguageSourceAsync(item.Slug, cancellationToken);
            await FailAsync(
                item, now => $"{exception.Message} {source} names this language. {Advice(now)}", cancellationToken, mayPass: false);
            return false;
        }
        catch (OperationCanceledException) when (cancellation.IsStop)
        {
            outcome = AttemptOutcome.Interrupted;
            await ReturnAsync(item.Slug, lease);
            throw;
        }
        catch (OperationCanceledException)
        {
            // At the function timeout, or shortly before it.
            outcome = cancellation.IsPause ? AttemptOutcome.Interrupted : AttemptOutcome.Error;
            await lease.ReleaseAsync(CancellationToken.None);
            if (lease.State.Begun > 0)
            {
                await NoteAsync(item, At(place, TimedOut(item)), CancellationToken.None);
            }

            throw;
        }
        catch (Exception)
        {
            await lease.ReleaseAsync(cancellationToken);
            throw;
        }
        finally
        {
            AppMetrics.AttemptEnded(item, outcome, time.GetElapsedTime(began));
        }
    }

    private void LogBegin(WorkItem item, WorkState state)
    {
        if (item.Piece is { } piece)
        {
            EpisodeLog.Transcribing(logger, item.Slug.Value, piece, item.Revision.Value, state.Attempt);
        }
    }

    private void LogEnd(WorkItem item, WorkState state)
    {
        var elapsed = time.GetUtcNow() - state.Started;
        if (item.Piece is { } piece)
        {
            EpisodeLog.Transcribed(logger, item.Slug.Value, piece, state.Position, elapsed, state.Words);
            AppMetrics.Transcribed(state.Position, elapsed);
        }
        else if (item.IsEncoding)
        {
            EpisodeLog.Encoded(logger, item.Slug.Value, state.Position, elapsed);
        }
        else
        {
            EpisodeLog.Prepared(logger, item.Slug.Value, state.Position, elapsed, state.Pieces);
        }
    }

    // Saves the next attempt the wait for the lease to expire. If this fails, the attempt waits, but it has its message.
    private async Task ReturnAsync(EpisodeSlug slug, WorkLease lease)
    {
        try
        {
            await lease.ReturnAsync(CancellationToken.None);
        }
        catch (Exception exception)
        {
            EpisodeLog.NotReturned(logger, exception, slug.Value);
        }
    }

    private Task<bool> BeatAsync(
        WorkItem item, WorkLease lease, Func<WorkLease, CancellationToken, Task<bool>> work, CancellationToken cancellationToken) =>
        Heartbeat.RunAsync(
            token => work(lease, token),
            async token => await lease.RenewAsync(token) && await StillWantedAsync(item, token),
            TimeSpan.FromSeconds(settings.Value.ProgressSeconds),
            time,
            lifetime.ApplicationStopping,
            cancellationToken);

    // A message whose work fails is delivered again; meanwhile the status reports the failure.
    private async Task NotingAsync(WorkItem item, Func<Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work();
        }
        catch (Exception exception) when (exception is not (
            OperationCanceledException or AudioException { IsTransient: false } or ModelException { RefusesLanguage: true }))
        {
            EpisodeLog.WillRetry(logger, exception, item.Slug.Value);
            var outside = OutsideFailure.Explain(exception);
            await NoteAsync(item, $"An attempt failed: {outside ?? exception.Message}", cancellationToken, outside is not null);
            throw;
        }
    }

    // Only a queued episode gets the problem. If just the answer to the last write was lost, the episode is published, and no retry would
    // remove the problem.
    private async Task NoteAsync(WorkItem item, string problem, CancellationToken cancellationToken, bool isOutside = false) =>
        await ledger.ChangeEpisodeAsync(
            item.Slug,
            now => now.Wants(item.Revision) && now.Status == EpisodeStatus.Queued
                ? now with { Problem = problem, FailingSince = isOutside ? now.FailingSince ?? time.GetUtcNow() : null }
                : null,
            cancellationToken);

    private bool IsGivenUp(WorkState attempt)
    {
        // Begun includes the last attempt, as if only its worker had died, until another host finds that its host is gone.
        var lost = attempt.WasLost(host.Value, time.GetUtcNow()) ? 1 : 0;
        return attempt.Begun - lost >= limits.MaxDequeueCount || attempt.HostsLost + lost >= MaxHostsLost;
    }

    // The lease was lost, or the work cannot be done now. If the revision is still wanted, a later message finds out, so that nothing waits
    // for Tidy.
    private async Task LetGoAsync(WorkItem item, WorkLease lease, CancellationToken cancellationToken)
    {
        await lease.ReleaseAsync(cancellationToken);
        if (await StillWantedAsync(item, cancellationToken))
        {
            await PostponeAsync(item, Lease, cancellationToken);
        }
        else
        {
            EpisodeLog.Superseded(logger, item.Slug.Value, item.Revision.Value);
        }
    }

    private static string Advice(Episode failed) => failed.RetryAt is null
        ? "There are no further attempts. After fixing the cause, upload the audio again or " +
            $"POST to /api/episodes/{failed.Slug}/retry (./paperledge retry {failed.Slug})."
        : "It is tried again by itself for a day. After fixing the cause, to try at once, " +
            $"POST to /api/episodes/{failed.Slug}/retry (./paperledge retry {failed.Slug}).";

    private async Task<bool> StillWantedAsync(WorkItem item, CancellationToken cancellationToken) =>
        await ledger.FindEpisodeAsync(item.Slug, cancellationToken) is { } episode && episode.Value.Wants(item.Revision);

    // mayPass: whether the cause may be one that was noted before, and is outside.
    private async Task FailAsync(
        WorkItem item, Func<Episode, string> problem, CancellationToken cancellationToken, bool mayPass = true)
    {
        var failed = await ledger.ChangeEpisodeAsync(
            item.Slug,
            now => now.Wants(item.Revision) && now.Status == EpisodeStatus.Queued
                ? Failed(now)
                : null,
            cancellationToken);
        if (failed is not null)
        {
            EpisodeLog.Failed(logger, item.Slug.Value, failed.Problem!);
            AppTraces.NoteFailure(failed.Problem!);
        }

        Episode Failed(Episode now)
        {
            var retryAt = mayPass && now.FailingSince is { } since ? retries.Next(since, time.GetUtcNow()) : null;
            return now.Fail(problem(now with { RetryAt = retryAt }), retryAt);
        }
    }
}
