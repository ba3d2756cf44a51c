using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.Intrinsics;

namespace PaperLedge.Speech.Audio;

/// <summary>Mixes two channels to one, so that neither cancels the other, and measures the recording. For one decoding.</summary>
/// <remarks>
/// Loudness is measured as EBU R128 (ITU-R BS.1770-5) says, for frequencies below 8 kHz: little of a voice's energy is above. The weighting
/// filter is the one of BS.1770, derived for 16 kHz.
/// </remarks>
public sealed class SoundMeter
{
    private const int StepSamples = FfmpegDecoder.SampleRate / 10;

    // Blocks of 400 ms that overlap by three quarters.
    private const int StepsInBlock = 4;
    private const double AbsoluteGate = -70;
    private const double RelativeGate = -10;
    private const double LoudnessOffset = -0.691;

    // If in a second the difference is so much stronger than the sum, the channels have opposite polarity.
    private const double CancelledRatio = 4;
    private const double SilentEnergy = 1e-9;
    private const double OneSidedRatio = 1_000;

    private const float ClippedLevel = 0.99f;
    private const double ClippedShare = 0.002;
    private const double VeryQuiet = -38;

    // Where files were joined, or tags stand between frames, a decoder complains once or twice.
    private const int DamagedFrom = 5;

    private readonly Weighting _weighting = new();
    private readonly List<double> _steps = [];
    private double _step;
    private int _stepLength;
    private double _left;
    private double _right;
    private long _samples;
    private long _clipped;
    private int _audible;
    private int _cancelled;
    private string? _damage;

    /// <summary>Integrated loudness in LUFS; null if nothing is loud enough to be measured.</summary>
    public double? Loudness
    {
        get
        {
            var blocks = Enumerable.Range(0, Math.Max(0, _steps.Count - StepsInBlock + 1))
                .Select(start => _steps.Skip(start).Take(StepsInBlock).Sum() / (StepsInBlock * StepSamples))
                .Where(energy => ToLoudness(energy) > AbsoluteGate)
                .ToList();
            if (blocks.Count == 0)
            {
                return null;
            }

            var gate = ToLoudness(blocks.Average()) + RelativeGate;
            return ToLoudness(blocks.Where(energy => ToLoudness(energy) > gate).Average());
        }
    }

    /// <summary>Problems of the recording, for its producer.</summary>
    public IReadOnlyList<string> Warnings => [.. Warn()];

    /// <summary>Notes what a decoder reported while it skipped damaged parts.</summary>
    /// <param name="report">A line for each; may be empty.</param>
    internal void AddDamage(string report)
    {
        var lines = report.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        _damage = lines.Length >= DamagedFrom ? lines[0] : _damage;
    }

    /// <param name="block">A second of one channel.</param>
    internal void AddMono(ReadOnlySpan<float> block)
    {
        CountClipped(block);
        for (var i = 0; i < block.Length; i++)
        {
            Count(Vector128.CreateScalar((double)block[i]));
        }
    }

    /// <param name="block">A second; sum and difference of two channels in turn.</param>
    /// <returns>The sum, or the difference where the sum is cancelled.</returns>
    internal float[] Mix(ReadOnlySpan<float> block)
    {
        var (sum, difference) = (new float[block.Length / 2], new float[block.Length / 2]);
        for (var i = 0; i < sum.Length; i++)
        {
            (sum[i], difference[i]) = (block[2 * i], block[(2 * i) + 1]);
            Count(Vector128.Create((double)sum[i], difference[i]));
        }

        var product = (double)TensorPrimitives.Dot<float>(sum, difference);
        var (sumEnergy, differenceEnergy) = ((double)TensorPrimitives.SumOfSquares(sum), (double)TensorPrimitives.SumOfSquares(difference));
        _left += sumEnergy + differenceEnergy + (2 * product);
        _right += sumEnergy + differenceEnergy - (2 * product);
        var isAudible = sumEnergy + differenceEnergy > SilentEnergy * sum.Length;
        var isCancelled = isAudible && differenceEnergy > CancelledRatio * sumEnergy;
        _audible += isAudible ? 1 : 0;
        _cancelled += isCancelled ? 1 : 0;
        var mixed = isCancelled ? difference : sum;
        CountClipped(mixed);
        return mixed;
    }

    private IEnumerable<string> Warn()
    {
        if (_cancelled > 0.1 * _audible)
        {
            yield return "The two channels cancel each other: one of them has the wrong polarity. " +
                "Listeners with one loudspeaker hear little or nothing. Invert one channel in your editor, and upload the audio again.";
        }
        else if (_audible > 0 && Math.Max(_left, _right) > OneSidedRatio * Math.Min(_left, _right))
        {
            yield return $"Only the {(_left > _right ? "left" : "right")} channel has sound. Export the episode as mono.";
        }

        if (Loudness is { } loudness and < VeryQuiet)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"The recording is very quiet: {loudness:0.0} LUFS, where podcasts have about -16. Raise its level.");
        }

        if (_clipped > ClippedShare * _samples)
        {
            yield return "The recording is clipped: its loudest parts are cut off, which sounds distorted. Record it at a lower level.";
        }

        if (_damage is { } damage)
        {
            yield return "The file is damaged in several places, which players skip, and so does the transcript " +
                $"(ffmpeg says: {damage[(damage.LastIndexOf(']') + 1)..].Trim()}). " +
                "Listen to it, and export it again if something is missing.";
        }
    }

    private void CountClipped(ReadOnlySpan<float> samples)
    {
        _samples += samples.Length;
        if (samples.IsEmpty || Math.Abs(TensorPrimitives.MaxMagnitude(samples)) < ClippedLevel)
        {
            return;
        }

        foreach (var sample in samples)
        {
            _clipped += Math.Abs(sample) >= ClippedLevel ? 1 : 0;
        }
    }

    // A sample of two channels, weighted side by side.
    private void Count(Vector128<double> sample)
    {
        var weighted = _weighting.Next(sample);
        _step += Vector128.Dot(weighted, weighted);
        if (++_stepLength == StepSamples)
        {
            _steps.Add(_step);
            (_step, _stepLength) = (0, 0);
        }
    }

    private static double ToLoudness(double energy) => LoudnessOffset + (10 * Math.Log10(energy));

    // The two filters of BS.1770: a shelf of 4 dB for the head, and a high pass.
    private sealed class Weighting
    {
        private readonly Biquad _shelf = Biquad.Shelf(1681.974450955533, 3.999843853973347, 0.7071752369554196);
        private readonly Biquad _highPass = Biquad.HighPass(38.13547087602444, 0.5003270373238773);

        public Vector128<double> Next(Vector128<double> sample) => _highPass.Next(_shelf.Next(sample));
    }

    private sealed class Biquad(double b0, double b1, double b2, double a1, double a2)
    {
        private Vector128<double> _first;
        private Vector128<double> _second;

        // Bilinear transforms of the analogue filters from which BS.1770's coefficients for 48 kHz were made.
        public static Biquad Shelf(double frequency, double decibels, double quality)
        {
            var k = Math.Tan(Math.PI * frequency / FfmpegDecoder.SampleRate);
            var high = Math.Pow(10, decibels / 20);
            var middle = Math.Pow(high, 0.4996667741545416);
            var a0 = 1 + (k / quality) + (k * k);
            return new(
                (high + (middle * k / quality) + (k * k)) / a0,
                2 * ((k * k) - high) / a0,
                (high - (middle * k / quality) + (k * k)) / a0,
                2 * ((k * k) - 1) / a0,
                (1 - (k / quality) + (k * k)) / a0);
        }

        public static Biquad HighPass(double frequency, double quality)
        {
            var k = Math.Tan(Math.PI * frequency / FfmpegDecoder.SampleRate);
            var a0 = 1 + (k / quality) + (k * k);
            return new(1, -2, 1, 2 * ((k * k) - 1) / a0, (1 - (k / quality) + (k * k)) / a0);
        }

        public Vector128<double> Next(Vector128<double> sample)
        {
            var output = (sample * b0) + _first;
            _first = (sample * b1) - (output * a1) + _second;
            _second = (sample * b2) - (output * a2);
            return output;
        }
    }
}
