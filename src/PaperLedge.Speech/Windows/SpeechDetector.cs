using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Google.Protobuf;
using PaperLedge.Core.Transcripts;
using PaperLedge.Speech.Engine;
using PaperLedge.Speech.Engine.Arithmetic;

namespace PaperLedge.Speech.Windows;

/// <summary>Silero VAD 6 for 16 kHz: the probability of speech in frames of 32 ms. Loaded once; safe for concurrent calls.</summary>
/// <remarks>
/// <see cref="Loudness"/> prepares its frames. A frame is too small for ONNX Runtime to be quick with it; here, many frames are
/// multiplied at once. Source: <see href="https://github.com/snakers4/silero-vad"/>.
/// </remarks>
internal sealed class SpeechDetector
{
    public const int FrameSamples = 512;

    // Samples before a frame that the model reads with it.
    private const int Context = 64;

    // Samples after a frame: its last ones, mirrored.
    private const int Mirrored = 64;

    // Short-time spectra: this many samples each, one every SpectrumStep samples, four to a frame.
    private const int SpectrumSamples = 256;
    private const int SpectrumStep = 128;
    private const int Spectra = 4;
    private const int Frequencies = (SpectrumSamples / 2) + 1;

    // Spectra that a convolution reads at a time.
    private const int Reach = 3;

    private const int StateSize = 128;
    private const int Gates = 4;
    private const int Lanes = 8;

    private readonly LinearWeights _spectrum;
    private readonly (LinearWeights Weights, int Step)[] _convolutions;
    private readonly LinearWeights _input;
    private readonly IntegerMatrix _state;
    private readonly float[] _output;
    private readonly float _outputBias;

    /// <exception cref="ModelException">The file is missing or damaged.</exception>
    public SpeechDetector()
    {
        try
        {
            var graph = ModelProto.Parser.ParseFrom(File.ReadAllBytes(FilePath)).Graph ?? new();
            var tensors = graph.Initializer
                .Where(tensor => tensor.HasRawData)
                .ToDictionary(tensor => tensor.Name, tensor => MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray());
            _spectrum = LinearWeights.OfConvolution(tensors["stft.forward_basis_buffer"], new float[2 * Frequencies], SpectrumSamples);
            int[] steps = [1, 2, 2, 1];
            _convolutions = [.. steps.Select((step, i) =>
                (LinearWeights.OfConvolution(tensors[$"encoder.{i}.weight"], tensors[$"encoder.{i}.bias"], Reach), step))];
            var biases = tensors["onnx::LSTM_211"];
            float[] bias = [.. biases.Zip(biases.Skip(Gates * StateSize), (input, state) => input + state)];
            _input = LinearWeights.OfConvolution(tensors["onnx::LSTM_209"], bias, reach: 1);
            _state = LinearWeights.OfConvolution(tensors["onnx::LSTM_210"], bias, reach: 1).Weights;
            (_output, _outputBias) = (tensors["output.weight"], tensors["output.bias"][0]);
        }
        catch (Exception e) when (e is IOException or InvalidProtocolBufferException or InvalidOperationException or KeyNotFoundException)
        {
            throw new ModelException($"The Silero VAD model cannot be loaded ({FilePath}: {e.Message}). Build or deploy the app again.");
        }
    }

    public static string FilePath => Path.Combine(AppContext.BaseDirectory, "models", "silero-vad", "silero_vad_16k_sequence.onnx");

    public Stream Begin() => new(this);

    /// <summary>State of one stream. Not for concurrent use.</summary>
    public sealed class Stream
    {
        private readonly SpeechDetector _detector;
        private readonly RoundedRows _rounded = new();
        private readonly float[] _tail = new float[Context];
        private readonly float[] _state = new float[StateSize];
        private readonly float[] _cell = new float[StateSize];

        // Reused by every call: in turn a layer's input and its output.
        private float[] _rows = [];
        private float[] _values = [];

        internal Stream(SpeechDetector detector) => _detector = detector;

        /// <param name="samples">The next frames of the stream: a multiple of <see cref="FrameSamples"/>.</param>
        /// <returns>Probability of speech in each frame, 0 to 1.</returns>
        public float[] Next(ReadOnlySpan<float> samples)
        {
            var frames = samples.Length / FrameSamples;
            Magnitudes(samples, frames);
            var (positions, channels) = (Spectra, Frequencies);
            foreach (var (weights, step) in _detector._convolutions)
            {
                var values = _values.AsSpan(0, frames * positions * channels);
                positions = (positions + step - 1) / step;
                var rows = Reserve(ref _rows, frames * positions * weights.Weights.Inputs);
                Neighbours(values, values.Length / (frames * channels), channels, step, rows);
                channels = weights.Outputs;
                values = Reserve(ref _values, frames * positions * channels);
                weights.Apply(_rounded.Take(rows, weights.Weights.Inputs), values);
                Rectify(values);
            }

            var gates = Reserve(ref _rows, frames * Gates * StateSize);
            _detector._input.Apply(_rounded.Take(_values.AsSpan(0, frames * StateSize), StateSize), gates);
            var probabilities = new float[frames];
            for (var frame = 0; frame < frames; frame++)
            {
                probabilities[frame] = Step(gates.Slice(frame * Gates * StateSize, Gates * StateSize));
            }

            return probabilities;
        }

        private static Span<float> Reserve(ref float[] memory, int size)
        {
            if (memory.Length < size)
            {
                memory = new float[size];
            }

            return memory.AsSpan(0, size);
        }

        // Fills _values: frames × spectra × frequencies.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Magnitudes(ReadOnlySpan<float> samples, int frames)
        {
            var rows = Reserve(ref _rows, frames * Spectra * SpectrumSamples);
            Span<float> frame = stackalloc float[Context + FrameSamples + Mirrored];
            for (var i = 0; i < frames; i++)
            {
                var own = samples.Slice(i * FrameSamples, FrameSamples);
                _tail.CopyTo(frame);
                own.CopyTo(frame[Context..]);
                own[^(Mirrored + 1)..^1].CopyTo(frame[^Mirrored..]);
                frame[^Mirrored..].Reverse();
                own[^Context..].CopyTo(_tail);
                for (var part = 0; part < Spectra; part++)
                {
                    frame.Slice(part * SpectrumStep, SpectrumSamples).CopyTo(rows[(((i * Spectra) + part) * SpectrumSamples)..]);
                }
            }

            _rounded.Take(rows, SpectrumSamples);
            var spectra = Reserve(ref _rows, frames * Spectra * 2 * Frequencies);
            _detector._spectrum.Apply(_rounded, spectra);
            var magnitudes = Reserve(ref _values, spectra.Length / 2);
            for (var i = 0; i < frames * Spectra; i++)
            {
                var spectrum = spectra.Slice(i * 2 * Frequencies, 2 * Frequencies);
                var magnitude = magnitudes.Slice(i * Frequencies, Frequencies);
                for (var frequency = 0; frequency < magnitude.Length; frequency++)
                {
                    var (real, imaginary) = (spectrum[frequency], spectrum[Frequencies + frequency]);
                    magnitude[frequency] = MathF.Sqrt((real * real) + (imaginary * imaginary));
                }
            }
        }

        // Puts each position's values between those of its neighbours, with zeros beyond the ends of a frame.
        // values: frames × positions × channels; step: positions from one row to the next; rows: filled with frames × rows × width.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Neighbours(ReadOnlySpan<float> values, int positions, int channels, int step, Span<float> rows)
        {
            var width = rows.Length / (values.Length / (positions * channels) * ((positions + step - 1) / step));
            rows.Clear();
            for (var frame = 0; frame < values.Length; frame += positions * channels)
            {
                for (var position = 0; position < positions; position += step)
                {
                    var (from, to) = (Math.Max(position - 1, 0), Math.Min(position + 2, positions));
                    values[(frame + (from * channels))..(frame + (to * channels))].CopyTo(rows[((from - position + 1) * channels)..]);
                    rows = rows[width..];
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Rectify(Span<float> values)
        {
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = MathF.Max(values[i], 0);
            }
        }

        // One step of the LSTM. Its gates are stored in ONNX's order: input, output, forget, cell. gates holds the frame's input to them
        // and is changed.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private float Step(Span<float> gates)
        {
            _detector._state.Multiply(_rounded.Take(_state, StateSize), gates, gates);
            var sum = _detector._outputBias;
            for (var i = 0; i < StateSize; i += Lanes)
            {
                var input = Exponential.Sigmoid(Vector256.Create(gates[i..]));
                var output = Exponential.Sigmoid(Vector256.Create(gates[(StateSize + i)..]));
                var forget = Exponential.Sigmoid(Vector256.Create(gates[((2 * StateSize) + i)..]));
                var cell = (forget * Vector256.Create(_cell, i))
                    + (input * Exponential.Tanh(Vector256.Create(gates[((3 * StateSize) + i)..])));
                var state = output * Exponential.Tanh(cell);
                cell.CopyTo(_cell, i);
                state.CopyTo(_state, i);
                sum += Vector256.Dot(Vector256.MaxNative(state, Vector256<float>.Zero), Vector256.Create(_detector._output, i));
            }

            return 1 / (1 + MathF.Exp(-sum));
        }
    }
}
