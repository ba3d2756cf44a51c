using Microsoft.Extensions.Options;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;
using PaperLedge.Speech.Audio;
using PaperLedge.Storage;
using PaperLedge.Storage.Ledger;
using PaperLedge.Storage.Queues;
using PaperLedge.Storage.Uploads;
using PaperLedge.Storage.Work;

namespace PaperLedge.Functions.Publishing;

/// <summary>Preparation of an upload: it is decoded once, its windows are planned, and its pieces are stored and queued.</summary>
public sealed class PreparationStep(
    Inbox inbox,
    FfmpegDecoder decoder,
    PieceAudio pieceAudio,
    ITranscriber transcriber,
    TranscriptionRequests requests,
    WorkFiles files,
    WorkStore store,
    WorkQueue queue,
    LedgerStore ledger,
    TranscriptAssembly assembly,
    IOptions<TranscriptionJobOptions> options,
    TimeProvider time)
{
    /// <returns>False if the upload's version is gone, or if another revision is wanted now.</returns>
    internal async Task<bool> RunAsync(WorkItem item, Episode episode, WorkLease lease, CancellationToken cancellationToken)
    {
        var (slug, upload, audio) = (item.Slug, episode.Upload!, episode.Audio!);
        var request = await requests.GetAsync(slug, upload, cancellationToken);
        if (request.Revision != item.Revision)
        {
            await requests.ReplaceAsync(slug, item.Revision, request.Revision, cancellationToken);
            return false;
        }

        await using var file = await UploadedAudio.OpenAsync(inbox, upload, audio, cancellationToken);
        if (file is null)
        {
            return false;
        }

        var meter = new SoundMeter();
        var planned = transcriber.Plan(decoder.DecodeAsync(file.Source, file.Probed, meter, cancellationToken));
        var pieces = new PieceBuilder(pieceAudio, files, item, TimeSpan.FromSeconds(options.Value.PieceSeconds));
        var first = new List<PreparedWindow>();
        await foreach (var window in planned.WithCancellation(cancellationToken))
        {
            if (first.Count < ITranscriber.WindowsAsked)
            {
                first.Add(window);
            }

            await pieces.AddAsync(window, cancellationToken);
            lease.Report(new(planned.Position, 0, null));
        }

        var plan = new EpisodePlan(
            item.Revision.Value,
            transcriber.Identity,
            planned.Position,
            request.Options,
            planned.Sounds,
            await pieces.FinishAsync(planned.Position, cancellationToken));
        // A single piece finds the language itself, from encodings that it needs anyway.
        if (plan.Pieces.Count > 1 && request.Options.Language is null)
        {
            var heard = await transcriber.FindLanguageAsync(first, request.Options, cancellationToken);
            plan = plan with { Options = request.Options with { HeardLanguage = heard } };
        }

        lease.Report(new(planned.Position, 0, null));
        lease.Keep(await files.WritePlanAsync(slug, item.Revision, plan, cancellationToken), plan.Pieces.Count);
        double? loudness = meter.Loudness is { } measured ? Math.Round(measured, 1) : null;
        var warnings = meter.Warnings;
        await ledger.ChangeEpisodeAsync(
            slug,
            now => now.Wants(item.Revision) && now.Audio is { } file
                ? now with { Audio = file.Decoded(planned.Position, loudness, warnings) }
                : null,
            cancellationToken);
        return true;
    }

    /// <summary>Queues the encoding and every piece, unless they were queued before; publishes if all are finished.</summary>
    /// <param name="prepared">The finished preparation.</param>
    internal async Task ContinueAsync(
        WorkItem item, Episode episode, Versioned<WorkState> prepared, CancellationToken cancellationToken)
    {
        var left = prepared.Value.Queued is null ? await FindLeftAsync(item, episode, prepared.Value, cancellationToken) : [];
        if (left.Count == 0)
        {
            await assembly.CompleteAsync(episode, item.Revision, cancellationToken);
            return;
        }

        foreach (var unfinished in left)
        {
            await queue.SendAsync(unfinished, delay: null, cancellationToken);
        }

        // Written last: if this worker is killed before, its message comes again. Later messages for the same preparation send nothing.
        await store.WriteAsync(item, prepared.Value with { Queued = time.GetUtcNow() }, prepared.ETag, cancellationToken);
    }

    private async Task<List<WorkItem>> FindLeftAsync(
        WorkItem item, Episode episode, WorkState prepared, CancellationToken cancellationToken)
    {
        var work = await store.ReadAsync(item.Slug, item.Revision, cancellationToken);
        List<WorkItem> left = await assembly.HasAudioAsync(episode, cancellationToken)
            ? []
            : [WorkItem.Encoding(item.Slug, item.Revision)];
        left.AddRange(Enumerable.Range(0, prepared.Pieces).Except(work.Done).Select(piece => item with { Piece = piece }));
        return left;
    }
}

/// <summary>Collects the samples that windows read into pieces, and stores each when it is long enough. For one plan.</summary>
internal sealed class PieceBuilder(PieceAudio audio, WorkFiles files, WorkItem item, TimeSpan length)
{
    private readonly List<PlannedPiece> _pieces = [];
    private readonly List<PlannedWindow> _windows = [];
    private float[] _samples = [];
    private int _count;
    private TimeSpan _start;
    private TimeSpan _own;

    // Index of the first of _samples among all samples that windows read.
    private long _offset;

    public async Task AddAsync(PreparedWindow window, CancellationToken cancellationToken)
    {
        if (_own >= length)
        {
            await StoreAsync(_windows[^1].End, cancellationToken);
        }

        var plan = window.Plan;
        _offset = _windows.Count == 0 ? plan.Offset : _offset;
        var place = (int)(plan.Offset - _offset);
        Append(window.Samples.Span[(_count - place)..]);
        _windows.Add(plan with { Offset = place });
        _own += plan.End - plan.Start;
    }

    /// <param name="end">Of the audio.</param>
    public async Task<IReadOnlyList<PlannedPiece>> FinishAsync(TimeSpan end, CancellationToken cancellationToken)
    {
        if (_windows.Count > 0)
        {
            await StoreAsync(end, cancellationToken);
        }

        return _pieces;
    }

    private async Task StoreAsync(TimeSpan end, CancellationToken cancellationToken)
    {
        using var temporary = new TemporaryFile();
        await using var flac = new FileStream(temporary.Path, FileMode.CreateNew, FileAccess.ReadWrite);
        await audio.EncodeAsync(_samples.AsMemory(0, _count), flac, cancellationToken);
        var hash = await files.WritePieceAsync(item.Slug, item.Revision, flac, cancellationToken);
        _pieces.Add(new(_start, end, _count, hash, [.. _windows]));
        (_start, _own, _count) = (end, TimeSpan.Zero, 0);
        _windows.Clear();
        LargeArrays.Free();
    }

    // One array serves all pieces: new ones would lie in memory beside those that the collector has not freed yet.
    private void Append(ReadOnlySpan<float> samples)
    {
        if (_count + samples.Length > _samples.Length)
        {
            // A piece ends with the window that reaches its length.
            var longest = (int)Math.Min((length.TotalSeconds + 60) * FfmpegDecoder.SampleRate, Array.MaxLength);
            Array.Resize(ref _samples, Math.Max(_count + samples.Length, (int)Math.Min(_samples.Length * 2L, longest)));
        }

        samples.CopyTo(_samples.AsSpan(_count));
        _count += samples.Length;
    }
}
