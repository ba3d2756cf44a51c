using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;
using PaperLedge.Storage;
using PaperLedge.Storage.Ledger;
using PaperLedge.Storage.Queues;
using PaperLedge.Storage.Segments;
using PaperLedge.Whisper.Audio;

namespace PaperLedge.Functions.Episodes;

/// <summary>
/// The second step: a chunk's audio becomes segments, and the last chunk publishes. A message that comes twice waits for the
/// attempt under way; one that comes late finds its revision unwanted; one whose worker was killed begins a new attempt, whose
/// rows lie beside the dead one's.
/// </summary>
public sealed class Transcription(
    LedgerStore ledger,
    ChunkStore chunks,
    TranscribeQueue queue,
    Recognition recognition,
    ITranscriber transcriber,
    Publication publication,
    HostIdentity host,
    IOptions<TranscriptionSettings> settings,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<Transcription> logger)
{
    /// <summary>An episode is one chunk at present: audio is streamed, so memory does not grow with it.</summary>
    public const int OnlyChunk = 0;

    /// <summary>As many as the host gives a message (host.json, maxDequeueCount).</summary>
    private const int MaxAttempts = 5;

    /// <summary>Machines come and go, but an episode that takes its machine with it each time must come to an end.</summary>
    private const int MaxHostsLost = 20;

    private static readonly string NeverEnded =
        $"Transcription was begun {MaxAttempts} times and never ended: the process was killed each time, most likely for want of memory. " +
        "Give the app more memory, or choose a smaller model or Whisper__BatchSize.";

    private const string TimedOut =
        "Transcription was cancelled at the function timeout. Set functionTimeout in host.json higher, or choose a smaller model.";

    private static readonly string HostsWereLost =
        $"Transcription was begun on {MaxHostsLost} hosts that were lost one after the other. If it takes their memory, give the app more of it, or choose a smaller model or Whisper__BatchSize.";

    private readonly ConcurrentDictionary<Task, byte> _running = new();

    private TimeSpan Lease => settings.Value.Lease;

    public async Task TranscribeAsync(ChunkMessage message, CancellationToken cancellationToken)
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

    /// <summary>Waits until the transcriptions that a stop has cancelled are given back; it does not throw.</summary>
    public Task SettleAsync() => Task.WhenAll(_running.Keys.Select(async work => await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing)));

    /// <summary>
    /// The host does not cancel a function when it stops, but tells its worker two or three seconds before it kills it, and keeps the message
    /// hidden for up to ten minutes more. So what a stop cuts off is queued again with a new message.
    /// </summary>
    private async Task RunUntilStopAsync(ChunkMessage message, CancellationToken cancellationToken)
    {
        using var ending = new Ending(cancellationToken, lifetime.ApplicationStopping);
        try
        {
            await RunAsync(message, ending);
        }
        catch (OperationCanceledException) when (ending.IsStop)
        {
            await queue.SendAsync(EpisodeSlug.Parse(message.Slug), Revision.Parse(message.Revision), message.Chunk, delay: null, CancellationToken.None);
            EpisodeLog.HandedOn(logger, message.Slug, message.Revision);
        }
    }

    private async Task RunAsync(ChunkMessage message, Ending ending)
    {
        var cancellationToken = ending.Token;
        var (slug, revision) = (EpisodeSlug.Parse(message.Slug), Revision.Parse(message.Revision));
        var episode = await ledger.FindEpisodeAsync(slug, cancellationToken);
        if (episode is not { Value: { Status: EpisodeStatus.Queued, Upload: { } upload } } || !episode.Value.Wants(revision))
        {
            EpisodeLog.Superseded(logger, slug.Value, revision.Value);
            return;
        }

        var chunk = await chunks.FindAsync(slug, revision, message.Chunk, cancellationToken);
        if (chunk?.Value.Finished is null && !await RecogniseAsync(slug, revision, message.Chunk, upload, chunk, ending))
        {
            return;
        }

        await NotingAsync(slug, revision, () => publication.PublishAsync(slug, revision, cancellationToken), cancellationToken);
    }

    /// <summary>
    /// The host gave up on a message. If hosts were lost with it, the chunk is queued again; otherwise the episode fails.
    /// </summary>
    /// <param name="message">As it lay in the poison queue: perhaps no message of ours at all, and then there is nobody to tell but the log.</param>
    public async Task AbandonAsync(string message, CancellationToken cancellationToken)
    {
        if (PoisonMessages.Read<ChunkMessage>(message) is not { } chunk
            || !EpisodeSlug.TryParse(chunk.Slug, out var slug)
            || !Revision.TryParse(chunk.Revision, out var revision))
        {
            EpisodeLog.Unreadable(logger, message);
            return;
        }

        if (await chunks.FindAsync(slug, revision, chunk.Chunk, cancellationToken) is { Value: { Finished: null } attempt }
            && (attempt.HostsLost > 0 || attempt.WasLost(host.Value, time.GetUtcNow()))
            && !IsGivenUp(attempt)
            && await StillWantedAsync(slug, revision, cancellationToken))
        {
            EpisodeLog.NotToBlame(logger, slug.Value, attempt.HostsLost);
            await queue.SendAsync(slug, revision, chunk.Chunk, delay: null, cancellationToken);
            return;
        }

        await FailAsync(
            slug,
            revision,
            before => $"{before ?? "Transcription failed several times; the log says why."} {GivenUp(slug)}",
            cancellationToken);
    }

    /// <returns>True if the chunk's segments are whole and stored.</returns>
    private async Task<bool> RecogniseAsync(
        EpisodeSlug slug, Revision revision, int number, Upload upload, Stored<Chunk>? before, Ending ending)
    {
        var cancellationToken = ending.Token;
        var wait = (before?.Value.LeaseUntil ?? default) - time.GetUtcNow();
        if (wait > TimeSpan.Zero)
        {
            await PostponeAsync(slug, revision, number, wait, cancellationToken);
            return false;
        }

        // A process that is killed fails no message, and what it began is begun again by a new one: only this ends that.
        if (before is not null && IsGivenUp(before.Value))
        {
            var reason = before.Value.Begun >= MaxAttempts ? NeverEnded : HostsWereLost;
            await FailAsync(slug, revision, problem => $"{problem ?? reason} {GivenUp(slug)}", cancellationToken);
            return false;
        }

        TranscriptionOptions options = new();
        await NotingAsync(slug, revision, async () => options = await recognition.OptionsAsync(slug, cancellationToken), cancellationToken);
        var lease = await ChunkLease.TakeAsync(
            chunks, slug, revision, number, before, transcriber.Identity, options, host.Value, Lease, time, cancellationToken);
        if (lease is null)
        {
            await PostponeAsync(slug, revision, number, Lease, cancellationToken);
            return false;
        }

        return await TryAsync(slug, revision, number, upload, lease, options, ending);
    }

    /// <summary>Completing this message and sending a later one costs no attempt of the few that a message has.</summary>
    private Task PostponeAsync(EpisodeSlug slug, Revision revision, int chunk, TimeSpan delay, CancellationToken cancellationToken)
    {
        EpisodeLog.Postponed(logger, slug.Value, revision.Value, delay);
        return queue.SendAsync(slug, revision, chunk, delay, cancellationToken);
    }

    /// <returns>True if the chunk's segments are whole and stored.</returns>
    private async Task<bool> TryAsync(
        EpisodeSlug slug, Revision revision, int number, Upload upload, ChunkLease lease, TranscriptionOptions options, Ending ending)
    {
        var cancellationToken = ending.Token;
        EpisodeLog.Transcribing(logger, slug.Value, revision.Value, lease.Chunk.Attempt);
        try
        {
            var complete = false;
            await NotingAsync(
                slug,
                revision,
                async () => complete = await RunAsync(slug, revision, number, upload, lease, options, cancellationToken),
                cancellationToken);
            if (!complete || !await lease.FinishAsync(cancellationToken))
            {
                await LetGoAsync(slug, revision, number, cancellationToken);
                return false;
            }

            EpisodeLog.Transcribed(logger, slug.Value, lease.Chunk.Position, time.GetUtcNow() - lease.Chunk.Started, lease.Chunk.Words);
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
            var source = options.Language == settings.Value.Options.Language ? "The setting Transcription__Language" : UploadName.SidecarOf(slug);
            await lease.ReleaseAsync(cancellationToken);
            await FailAsync(slug, revision, _ => $"{exception.Message} {source} says that it is spoken. {GivenUp(slug)}", cancellationToken);
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

    /// <summary>The next attempt need not wait for the lease to expire. If that fails it waits, but it has its message.</summary>
    private async Task ReturnAsync(EpisodeSlug slug, ChunkLease lease)
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
        EpisodeSlug slug, Revision revision, int number, Upload upload, ChunkLease lease, TranscriptionOptions options, CancellationToken cancellationToken) =>
        Heartbeat.RunAsync(
            token => recognition.RunAsync(slug, revision, number, upload, lease, options, token),
            async token => await lease.RenewAsync(token) && await StillWantedAsync(slug, revision, token),
            TimeSpan.FromSeconds(settings.Value.ProgressSeconds),
            time,
            lifetime.ApplicationStopping,
            cancellationToken);

    /// <summary>What fails will be delivered again; meanwhile the status says what happened.</summary>
    private async Task NotingAsync(EpisodeSlug slug, Revision revision, Func<Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work();
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or AudioException { IsTransient: false } or ModelException { RefusesLanguage: true }))
        {
            EpisodeLog.WillRetry(logger, exception, slug.Value);
            await NoteAsync(slug, revision, $"An attempt failed: {exception.Message}", cancellationToken);
            throw;
        }
    }

    /// <summary>If only the answer to the last write was lost, the episode is out, and no retry would take the problem away.</summary>
    private async Task NoteAsync(EpisodeSlug slug, Revision revision, string problem, CancellationToken cancellationToken) => await Contention.ChangeAsync(
        ledger,
        slug,
        now => now.Wants(revision) && now.Status == EpisodeStatus.Queued ? now with { Problem = problem } : null,
        cancellationToken);

    private bool IsGivenUp(Chunk attempt)
    {
        // The last attempt is counted as its worker's death until another host finds that its host is gone.
        var lost = attempt.WasLost(host.Value, time.GetUtcNow()) ? 1 : 0;
        return attempt.Begun - lost >= MaxAttempts || attempt.HostsLost + lost >= MaxHostsLost;
    }

    /// <summary>
    /// The lease was lost, or the upload is not what it was. If the revision is wanted all the same, somebody else is at it, or an
    /// event is on its way: looking again later finds out, and nothing waits for Tidy.
    /// </summary>
    private async Task LetGoAsync(EpisodeSlug slug, Revision revision, int number, CancellationToken cancellationToken)
    {
        // Whoever took over may have published and been swept before this attempt wrote its last rows.
        await Contention.ChangeAsync(
            ledger, slug, now => now.Leftovers.Contains(revision) ? null : now.LeaveRowsOf(revision), cancellationToken);
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
        $"It was given up. When the cause is mended, upload the audio again or POST to /api/episodes/{slug}/retry.";

    private async Task<bool> StillWantedAsync(EpisodeSlug slug, Revision revision, CancellationToken cancellationToken) =>
        await ledger.FindEpisodeAsync(slug, cancellationToken) is { } episode && episode.Value.Wants(revision);

    private async Task FailAsync(EpisodeSlug slug, Revision revision, Func<string?, string> problem, CancellationToken cancellationToken)
    {
        var failed = await Contention.ChangeAsync(
            ledger,
            slug,
            now => now.Wants(revision) && now.Status == EpisodeStatus.Queued ? now.Fail(problem(now.Problem)) : null,
            cancellationToken);
        if (failed is not null)
        {
            EpisodeLog.Failed(logger, slug.Value, failed.Problem!);
        }
    }

    /// <summary>Why a transcription is cancelled: the host's own token, as at the function timeout, or a stop of this process.</summary>
    private sealed class Ending : IDisposable
    {
        private readonly CancellationTokenSource _source;
        private readonly CancellationTokenRegistration _registration;

        public Ending(CancellationToken host, CancellationToken stopping)
        {
            _source = CancellationTokenSource.CreateLinkedTokenSource(host);
            _registration = stopping.Register(() =>
            {
                // After a time-out the host may stop the worker too; the attempt counts all the same.
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
