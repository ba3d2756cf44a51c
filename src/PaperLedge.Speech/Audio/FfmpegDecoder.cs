using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CliWrap;

namespace PaperLedge.Speech.Audio;

public sealed class FfmpegDecoder(AudioOptions options)
{
    /// <summary>In Hz, the only rate that Whisper knows.</summary>
    public const int SampleRate = 16_000;

    // Gaps between timestamps become silence and overlaps are cut, so that a word has the time that a player shows. A gap under 30 ms
    // may be a rounded timestamp, so it is filled only together with others. Streams of bare frames have no timestamps.
    private const string OnTime = "async=1:min_hard_comp=0.03";

    // Where timestamps begin again, a second recording was written behind the first: it goes on from there. Of the two variables, 0 is what
    // is added to the timestamps, and 1 is where the last frame ended.
    private const string Continued =
        "asetpts='if(lt(PTS+ld(0),ld(1)-0.1/TB),st(0,ld(1)-PTS));st(1,PTS+ld(0)+NB_SAMPLES/(SR*TB));PTS+ld(0)'";

    // The sum of two channels, as ffmpeg mixes them, and the difference, which has the sound if one channel has the wrong polarity.
    private const string SumAndDifference =
        "aformat=sample_fmts=fltp,pan=stereo|c0=0.70710678118654752*c0+0.70710678118654752*c1" +
        "|c1=0.70710678118654752*c0-0.70710678118654752*c1";

    // One second: few calls and little memory.
    private const int BlockBytes = SampleRate * sizeof(float);

    // Encoders' padding, edit lists and resampling move an end by some frames; a frame has at most 0.12 s.
    private static readonly TimeSpan s_endTolerance = TimeSpan.FromSeconds(0.5);

    /// <inheritdoc cref="DecodeAsync(AudioSource, AudioProbeResult, SoundMeter, CancellationToken)"/>
    public IAsyncEnumerable<ReadOnlyMemory<float>> DecodeAsync(
        AudioSource source, AudioProbeResult probe, CancellationToken cancellationToken) =>
        DecodeAsync(source, probe, new SoundMeter(), cancellationToken);

    /// <summary>Decodes to 16 kHz mono samples of 24 bits, in blocks of at most a second. Their times are those of a player.</summary>
    /// <remarks>
    /// Stopping early ends the process. Where the file has no sound, there is silence. Samples are in [-1, 1], except that the sum
    /// of two equal channels may be louder.
    /// </remarks>
    /// <param name="source">The file that was probed.</param>
    /// <param name="meter">Mixes two channels, and measures the recording.</param>
    /// <exception cref="AudioException">
    /// At once if ffmpeg is missing; at the end, after all samples available, if the file is truncated or undecodable.
    /// </exception>
    public async IAsyncEnumerable<ReadOnlyMemory<float>> DecodeAsync(
        AudioSource source, AudioProbeResult probe, SoundMeter meter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 16 * BlockBytes, resumeWriterThreshold: 8 * BlockBytes));
        var ffmpeg = RunAsync(source, probe, pipe.Writer, stop.Token);
        var samples = 0L;
        try
        {
            while (true)
            {
                var read = await ReadAsync(pipe.Reader, probe, cancellationToken);
                var block = ToSamples(read.Buffer, read.IsCompleted, meter, IsStereo(probe), out var consumed);
                pipe.Reader.AdvanceTo(consumed);
                samples += block.Length;
                if (ToTime(samples) > options.MaxDuration + s_endTolerance)
                {
                    throw AudioProbe.TooLong(probe.DisplayName, ToTime(samples), options.MaxDuration);
                }

                if (!block.IsEmpty)
                {
                    yield return block;
                }
                else if (read.IsCompleted)
                {
                    break;
                }
            }

            var (exitCode, error) = await ffmpeg;
            CheckEnd(source, probe, ToTime(samples), exitCode, error);
            meter.AddDamage(error);
        }
        finally
        {
            // A caller that stops early, by break or by an exception, leaves no process behind.
            await stop.CancelAsync();
            await pipe.Reader.CompleteAsync();
            await ((Task)ffmpeg).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<(int ExitCode, string Error)> RunAsync(
        AudioSource source, AudioProbeResult probe, PipeWriter writer, CancellationToken cancellationToken)
    {
        // One second past the limit is enough to see that it is exceeded.
        var limit = (options.MaxDuration + TimeSpan.FromSeconds(1)).TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
        string[] arguments =
        [
            "-v", "error", .. source.Arguments(probe),
            "-map", string.Create(CultureInfo.InvariantCulture, $"0:a:{probe.Track}"), "-vn", "-sn", "-dn", "-t", limit,
            "-af", Filter(probe), "-ac", IsStereo(probe) ? "2" : "1",
            "-c:a", "pcm_f32le", "-f", "f32le",
            // Otherwise ffmpeg writes each frame of some 20 ms by itself, and waking up for each costs as much as decoding it.
            "-flush_packets", "0", "pipe:1",
        ];
        Exception? failure = null;
        try
        {
            var output = PipeTarget.ToStream(writer.AsStream(leaveOpen: true));
            return await FfmpegTool.RunAsync(options.FfmpegPath, arguments, output, cancellationToken, source.Input);
        }
        catch (Exception exception)
        {
            failure = exception;
            throw;
        }
        finally
        {
            await writer.CompleteAsync(failure);
        }
    }

    private async Task<ReadResult> ReadAsync(PipeReader reader, AudioProbeResult probe, CancellationToken cancellationToken)
    {
        // The limit is on the wait for ffmpeg, not on the time that recognition takes between two reads.
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stall.CancelAfter(options.StallTimeout);
        try
        {
            return await reader.ReadAtLeastAsync(IsStereo(probe) ? 2 * BlockBytes : BlockBytes, stall.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AudioException(
                AudioProblem.TimedOut,
                $"ffmpeg returned no samples of '{probe.DisplayName}' for {options.StallTimeout.TotalSeconds:0} s.",
                exception);
        }
    }

    private static string Filter(AudioProbeResult probe)
    {
        var resample = Resampling(probe, SampleRate);
        return IsStereo(probe) ? $"{SumAndDifference},{resample}" : resample;
    }

    /// <summary>Returns the filter that brings sound to a rate in Hz, at the times that a player shows.</summary>
    internal static string Resampling(AudioProbeResult probe, int rate)
    {
        var filter = string.Create(CultureInfo.InvariantCulture, $"aresample={rate}");
        return !probe.Format.HasTimestamps
            ? filter
            : $"{Continued},{filter}:{OnTime}{(probe.BeginsLate ? ":first_pts=0" : "")}";
    }

    private static bool IsStereo(AudioProbeResult probe) => probe.Channels == 2;

    // Takes the first block of whole samples; an incomplete sample at the end is dropped.
    private static ReadOnlyMemory<float> ToSamples(
        ReadOnlySequence<byte> buffer, bool last, SoundMeter meter, bool isStereo, out SequencePosition consumed)
    {
        var channels = isStereo ? 2 : 1;
        var frame = channels * sizeof(float);
        var bytes = (int)Math.Min(buffer.Length, channels * BlockBytes) / frame * frame;
        consumed = last && bytes == 0 ? buffer.End : buffer.GetPosition(bytes);
        var block = new float[bytes / sizeof(float)];
        buffer.Slice(0, bytes).CopyTo(MemoryMarshal.AsBytes(block.AsSpan()));
        if (isStereo)
        {
            block = meter.Mix(block);
        }
        else
        {
            meter.AddMono(block);
        }

        PieceAudio.Round(block);
        return block;
    }

    private static void CheckEnd(AudioSource source, AudioProbeResult probe, TimeSpan decoded, int exitCode, string error)
    {
        if (decoded < AudioProbe.MinDuration)
        {
            throw FfmpegTool.Undecodable(probe.DisplayName, source, error);
        }

        // If a file states the number of its samples, fewer are an error. Other files are as long as they play.
        var missing = probe.Duration - decoded;
        if (probe.Format.StatesLength && missing > s_endTolerance + (probe.Duration / 1000))
        {
            throw AudioStructure.Truncated(
                probe.DisplayName, $"it declares {probe.Duration.TotalSeconds:N1} s but only {decoded.TotalSeconds:N1} s can be decoded");
        }

        // ffmpeg skips single bad frames with a warning; a failure of the process is another matter.
        if (exitCode != 0)
        {
            throw FfmpegTool.Undecodable(probe.DisplayName, source, error);
        }
    }

    private static TimeSpan ToTime(long samples) => TimeSpan.FromSeconds((double)samples / SampleRate);
}

/// <summary>Where ffmpeg reads audio: a file on this machine, or a stream that is read once, from its start.</summary>
public sealed record AudioSource
{
    private AudioSource(string? path, Stream? stream) => (Path, Stream) = (path, stream);

    public string? Path { get; }

    public Stream? Stream { get; }

    internal PipeSource? Input => Stream is null ? null : PipeSource.FromStream(Stream);

    public static AudioSource File(string path) => new(path, null);

    /// <param name="stream">Of a file that <see cref="AudioStructure.IsStreamableAsync"/> accepts.</param>
    public static AudioSource Of(Stream stream) => new(null, stream);

    /// <summary>Lets a seekable stream be read once more, from its start.</summary>
    internal void Rewind()
    {
        if (Stream is { } stream)
        {
            stream.Position = 0;
        }
    }

    internal IEnumerable<string> Arguments(AudioProbeResult probe)
    {
        // An MP4's sound may begin later than the file, and players wait for it.
        IEnumerable<string> times = probe.BeginsLate ? ["-copyts"] : [];
        IEnumerable<string> size = probe.ReadsToEnd ? FfmpegTool.IgnoreLength : [];
        return Path is { } path
            ? ["-nostdin", .. times, .. size, .. FfmpegTool.Input(probe.Format, path)]
            : [.. times, .. size, .. FfmpegTool.StandardInput(probe.Format.Demuxer)];
    }
}
