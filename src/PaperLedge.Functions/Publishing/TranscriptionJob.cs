using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;
using PaperLedge.Speech.Audio;
using PaperLedge.Storage;
using PaperLedge.Storage.Ledger;
using PaperLedge.Storage.Queues;
using PaperLedge.Storage.Segments;

namespace PaperLedge.Functions.Publishing;

/// <summary>Second step of an episode: a piece's audio becomes segments, and the last piece publishes the episode.</summary>
/// <remarks>
/// A message that comes twice waits for the attempt under way. A message that comes late finds its revision no longer wanted. A message
/// whose worker was killed begins a new attempt, whose rows are stored beside those of the dead one.
/// </remarks>
public sealed class TranscriptionJob(
    LedgerStore ledger,
    PieceStore pieces,
    TranscribeQueue queue,
    SpeechPipeline pipeline,
    ITranscriber transcriber,
    Publisher publisher,
    HostIdentity host,
    IOptions<TranscriptionJobOptions> settings,
    HostLimits limits,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<TranscriptionJob> logger)
{
    // An episode is one piece at present: audio is streamed, so memory does not grow with it.
    /// <summary>Number of an episode's only piece.</summary>
    public const int OnlyPiece = 0;

    // Machines come and go, but an episode that crashes its machine each time must be given up at some point.
    private const int MaxHostsLost = 20;

    private string NeverEnded =>
        $"Transcription was started {limits.MaxDequeueCount} times and never finished: " +
        "the process was killed each time, most likely because it ran out of memory. " +
        "Give the app more memory, or choose a smaller model or Whisper__BatchSize.";

    private const string TimedOut =
        "Transcription was cancelled at the function timeout. Raise functionTimeout in host.json, or choose a smaller model.";

    private static readonly string s_hostsWereLost =
        $"Transcription was started on {MaxHostsLost} hosts, and each of them failed. " +
        "If they run out of memory, give the app more, or choose a smaller model or Whisper__BatchSize.";

    private readonly ConcurrentDictionary<Task, byte> _running = new();

    private TimeSpan Lease => settings.Value.Lease;

    public async Task TranscribeAsync(PieceMessage message, CancellationToken cancellationToken)
    {
        var work = RunUntilStopAsync(message, cancellationToken);
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
    // message hidden for up to ten minutes more. So work that a stop interrupts is queued again with a new message.
    private async Task RunUntilStopAsync(PieceMessage message, CancellationToken cancellationToken)
    {
        using var ending = new Ending(cancellationToken, lifetime.ApplicationStopping);
        try
        {
            await RunAsync(message, ending);
        }
        catch (OperationCanceledException) when (ending.IsStop)
        {
            await queue.SendAsync(
                EpisodeSlug.Parse(message.Slug), Revision.Parse(message.Revision), message.Piece, delay: null, CancellationToken.None);
            EpisodeLog.HandedOn(logger, message.Slug, message.Revision);
        }
    }

    private async Task RunAsync(PieceMessage message, Ending ending)
    {
        var cancellationToken = ending.Token;
        var (slug, revision) = (EpisodeSlug.Parse(message.Slug), Revision.Parse(message.Revision));
        var episode = await ledger.FindEpisodeAsync(slug, cancellationToken);
        if (episode is not { Value: { Status: EpisodeStatus.Queued, Upload: { } upload } } || !episode.Value.Wants(revision))
        {
            EpisodeLog.Superseded(logger, slug.Value, revision.Value);
            return;
        }

        var piece = await pieces.FindAsync(slug, revision, message.Piece, cancellationToken);
        if (piece?.Value.Finished is null && !await RecogniseAsync(slug, revision, message.Piece, upload, piece, ending))
        {
            return;
        }

        await NotingAsync(slug, revision, () => publisher.PublishAsync(slug, revision, cancellationToken), cancellationToken);
    }

    /// <summary>Handles a message that the host gave up on: queues the piece again if hosts were lost, or else fails the episode.</summary>
    /// <param name="message">Text from the poison queue. If it is not a message of this app, it is only logged.</param>
    public async Task AbandonAsync(string message, CancellationToken cancellationToken)
    {
        if (PoisonMessages.Read<PieceMessage>(message) is not { } piece
            || !EpisodeSlug.TryParse(piece.Slug, out var slug)
            || !Revision.TryParse(piece.Revision, out var revision))
        {
            EpisodeLog.Unreadable(logger, message);
            return;
        }

        if (await pieces.FindAsync(slug, revision, piece.Piece, cancellationToken) is { Value: { Finished: null } attempt }
            && (attempt.HostsLost > 0 || attempt.WasLost(host.Value, time.GetUtcNow()))
            && !IsGivenUp(attempt)
            && await StillWantedAsync(slug, revision, cancellationToken))
        {
            EpisodeLog.NotToBlame(logger, slug.Value, attempt.HostsLost);
            await queue.SendAsync(slug, revision, piece.Piece, delay: null, cancellationToken);
            return;
        }

        await FailAsync(
            slug,
            revision,
            before => $"{before ?? "TranscriptionJob failed several times; the log says why."} {GivenUp(slug)}",
            cancellationToken);
    }

    // Returns true if the piece's segments are complete and stored.
    private async Task<bool> RecogniseAsync(
        EpisodeSlug slug, Revision revision, int number, Upload upload, Versioned<Piece>? before, Ending ending)
    {
        var cancellationToken = ending.Token;
        var wait = (before?.Value.LeaseUntil ?? default) - time.GetUtcNow();
        if (wait > TimeSpan.Zero)
        {
            await PostponeAsync(slug, revision, number, wait, cancellationToken);
            return false;
        }

        // A killed process reports no failure, and a new attempt begins its work again: only this check ends that.
        if (before is not null && IsGivenUp(before.Value))
        {
            var reason = before.Value.Begun >= limits.MaxDequeueCount ? NeverEnded : s_hostsWereLost;
            await FailAsync(slug, revision, problem => $"{problem ?? reason} {GivenUp(slug)}", cancellationToken);
            return false;
        }

        TranscriptionRequest? request = null;
        await NotingAsync(
            slug,
            revision,
            async () => request = await pipeline.GetRequestAsync(slug, upload, cancellationToken),
            cancellationToken);
        if (request!.Revision != revision)
        {
            await ReplaceAsync(slug, revision, request.Revision, cancellationToken);
            return false;
        }

        var lease = await PieceLease.TakeAsync(
            pieces, slug, revision, number, before, transcriber.Identity, request.Options, host.Value, Lease, time, cancellationToken);
        if (lease is null)
        {
            await PostponeAsync(slug, revision, number, Lease, cancellationToken);
            return false;
        }

        return await TryAsync(slug, request, number, upload, lease, ending);
    }

    // Queues the revision that the episode would have now, since its sidecar, the show, the settings or the model have changed.
    private async Task ReplaceAsync(EpisodeSlug slug, Revision old, Revision revision, CancellationToken cancellationToken)
    {
        var changed = await ledger.ChangeEpisodeAsync(
            slug,
            now => now.Wants(old) && now.Status == EpisodeStatus.Queued ? now.Requeue(revision, time.GetUtcNow()) : null,
            cancellationToken);
        if (changed is not null)
        {
            EpisodeLog.Requeued(logger, slug.Value, old.Value, revision.Value);
            await queue.SendAsync(slug, revision, OnlyPiece, delay: null, cancellationToken);
        }
    }

    /// <summary>Queues a stalled revision again, unless an attempt is under way.</summary>
    public async Task RequeueAsync(Episode episode, Revision revision, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var piece = await pieces.FindAsync(episode.Slug, revision, OnlyPiece, cancellationToken);
        if (piece?.Value.LeaseUntil > now)
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
            await queue.SendAsync(episode.Slug, revision, OnlyPiece, delay: null, cancellationToken);
        }
    }

    // Completing this message and sending a later one uses up none of the message's few attempts.
    private Task PostponeAsync(EpisodeSlug slug, Revision revision, int piece, TimeSpan delay, CancellationToken cancellationToken)
    {
        EpisodeLog.Postponed(logger, slug.Value, revision.Value, delay);
        return queue.SendAsync(slug, revision, piece, delay, cancellationToken);
    }

    // Returns true if the piece's segments are complete and stored.
    private async Task<bool> TryAsync(
        EpisodeSlug slug, TranscriptionRequest request, int number, Upload upload, PieceLease lease, Ending ending)
    {
        var cancellationToken = ending.Token;
        var (revision, options) = (request.Revision, request.Options);
        EpisodeLog.Transcribing(logger, slug.Value, revision.Value, lease.Piece.Attempt);
        try
        {
            var complete = false;
            await NotingAsync(
                slug,
                revision,
                async () => complete = await RunAsync(slug, request, number, upload, lease, cancellationToken),
                cancellationToken);
            if (!complete || !await lease.FinishAsync(cancellationToken))
            {
                await LetGoAsync(slug, revision, number, cancellationToken);
                return false;
            }

            EpisodeLog.Transcribed(logger, slug.Value, lease.Piece.Position, time.GetUtcNow() - lease.Piece.Started, lease.Piece.Words);
            return true;
        }
        catch (AudioException exception) when (!exception.IsTransient)
        {
            await lease.ReleaseAsync(cancellationToken);
            await FailAsync(slug, revision, _ => exception.Message, cancellationToken);
            return false;
        }
        catch (ModelException exception) when (exception.RefusesLanguage)
        {
            var source = options.Language == settings.Value.Options.Language
                ? "The setting Transcription__Language"
                : UploadName.SidecarOf(slug);
            await lease.ReleaseAsync(cancellationToken);
            await FailAsync(slug, revision, _ => $"{exception.Message} {source} names this language. {GivenUp(slug)}", cancellationToken);
            return false;
        }
        catch (OperationCanceledException) when (ending.IsStop)
        {
            await ReturnAsync(slug, lease);
            throw;
        }
        catch (OperationCanceledException)
        {
            await lease.ReleaseAsync(CancellationToken.None);
            await NoteAsync(slug, revision, TimedOut, CancellationToken.None);
            throw;
        }
        catch (Exception)
        {
            await lease.ReleaseAsync(cancellationToken);
            throw;
        }
    }

    // Saves the next attempt the wait for the lease to expire. If this fails, the attempt waits, but it has its message.
    private async Task ReturnAsync(EpisodeSlug slug, PieceLease lease)
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

    private Task<bool> RunAsync(
        EpisodeSlug slug, TranscriptionRequest request, int number, Upload upload, PieceLease lease, CancellationToken cancellationToken) =>
        Heartbeat.RunAsync(
            token => pipeline.RunAsync(slug, request, number, upload, lease, token),
            async token => await lease.RenewAsync(token) && await StillWantedAsync(slug, request.Revision, token),
            TimeSpan.FromSeconds(settings.Value.ProgressSeconds),
            time,
            lifetime.ApplicationStopping,
            cancellationToken);

    // A message whose work fails is delivered again; meanwhile the status reports the failure.
    private async Task NotingAsync(EpisodeSlug slug, Revision revision, Func<Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work();
        }
        catch (Exception exception) when (exception is not (
            OperationCanceledException or AudioException { IsTransient: false } or ModelException { RefusesLanguage: true }))
        {
            EpisodeLog.WillRetry(logger, exception, slug.Value);
            await NoteAsync(slug, revision, $"An attempt failed: {exception.Message}", cancellationToken);
            throw;
        }
    }

    // Only a queued episode gets the problem. If just the answer to the last write was lost, the episode is published, and no retry would
    // remove the problem.
    private async Task NoteAsync(EpisodeSlug slug, Revision revision, string problem, CancellationToken cancellationToken) =>
        await ledger.ChangeEpisodeAsync(
            slug,
            now => now.Wants(revision) && now.Status == EpisodeStatus.Queued ? now with { Problem = problem } : null,
            cancellationToken);

    private bool IsGivenUp(Piece attempt)
    {
        // Begun includes the last attempt, as if only its worker had died, until another host finds that its host is gone.
        var lost = attempt.WasLost(host.Value, time.GetUtcNow()) ? 1 : 0;
        return attempt.Begun - lost >= limits.MaxDequeueCount || attempt.HostsLost + lost >= MaxHostsLost;
    }

    // The lease was lost, or the upload has changed. If the revision is still wanted, another attempt is working on it, or an event is on
    // its way. A later message finds out, so that nothing waits for Tidy.
    private async Task LetGoAsync(EpisodeSlug slug, Revision revision, int number, CancellationToken cancellationToken)
    {
        // The attempt that took over may have published and been cleaned up before this attempt wrote its last rows.
        await ledger.ChangeEpisodeAsync(
            slug, now => now.Leftovers.Contains(revision) ? null : now.LeaveRowsOf(revision), cancellationToken);
        if (await StillWantedAsync(slug, revision, cancellationToken))
        {
            await PostponeAsync(slug, revision, number, Lease, cancellationToken);
        }
        else
        {
            EpisodeLog.Superseded(logger, slug.Value, revision.Value);
        }
    }

    private static string GivenUp(EpisodeSlug slug) =>
        $"It was given up. After fixing the cause, upload the audio again or POST to /api/episodes/{slug}/retry.";

    private async Task<bool> StillWantedAsync(EpisodeSlug slug, Revision revision, CancellationToken cancellationToken) =>
        await ledger.FindEpisodeAsync(slug, cancellationToken) is { } episode && episode.Value.Wants(revision);

    private async Task FailAsync(EpisodeSlug slug, Revision revision, Func<string?, string> problem, CancellationToken cancellationToken)
    {
        var failed = await ledger.ChangeEpisodeAsync(
            slug,
            now => now.Wants(revision) && now.Status == EpisodeStatus.Queued ? now.Fail(problem(now.Problem)) : null,
            cancellationToken);
        if (failed is not null)
        {
            EpisodeLog.Failed(logger, slug.Value, failed.Problem!);
        }
    }

    // Why a transcription is cancelled: by the host, as at the function timeout, or by a stop of this process.
    private sealed class Ending : IDisposable
    {
        private readonly CancellationTokenSource _source;
        private readonly CancellationTokenRegistration _registration;

        public Ending(CancellationToken host, CancellationToken stopping)
        {
            _source = CancellationTokenSource.CreateLinkedTokenSource(host);
            _registration = stopping.Register(() =>
            {
                // After a timeout, the host may stop the worker too; the attempt is counted nevertheless.
                IsStop = !host.IsCancellationRequested;
                _source.Cancel();
            });
        }

        public CancellationToken Token => _source.Token;

        public bool IsStop { get; private set; }

        public void Dispose()
        {
            _registration.Dispose();
            _source.Dispose();
        }
    }
}
