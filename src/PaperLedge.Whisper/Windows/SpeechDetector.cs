using Microsoft.ML.OnnxRuntime;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Whisper.Windows;

/// <summary>
/// Silero VAD 6 for 16 kHz: how probable it is, in frames of 32 ms, that somebody speaks. <see cref="Loudness"/> prepares its frames. Loaded
/// once; safe for concurrent calls.
/// Source: <see href="https://github.com/snakers4/silero-vad"/>.
/// </summary>
internal sealed class SpeechDetector : IDisposable
{
    public const int FrameSamples = 512;

    /// <summary>Samples before a frame that the model reads with it.</summary>
    private const int Context = 64;

    private const int StateSize = 128;

    private readonly InferenceSession _session;

    /// <exception cref="ModelException">The file is missing or damaged.</exception>
    public SpeechDetector()
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        try
        {
            _session = new(FilePath, options);
        }
        catch (OnnxRuntimeException e)
        {
            throw new ModelException($"The file of Silero VAD cannot be loaded ({FilePath}: {e.Message}). Build or deploy the app again.");
        }
    }

    /// <summary>Where the build puts the model.</summary>
    public static string FilePath => Path.Combine(AppContext.BaseDirectory, "models", "silero-vad", "silero_vad_16k_sequence.onnx");

    public Stream Begin() => new(this);

    public void Dispose() => _session.Dispose();

    /// <summary>One stream's state. Not for concurrent use.</summary>
    public sealed class Stream
    {
        private readonly SpeechDetector _detector;
        private readonly float[] _tail = new float[Context];
        private float[] _h = new float[StateSize];
        private float[] _c = new float[StateSize];

        internal Stream(SpeechDetector detector) => _detector = detector;

        /// <param name="samples">The stream's next frames: a multiple of <see cref="FrameSamples"/>.</param>
        /// <returns>A probability for each frame.</returns>
        public float[] Next(ReadOnlySpan<float> samples)
        {
            var frames = samples.Length / FrameSamples;
            var input = new float[frames * (Context + FrameSamples)];
            for (var frame = 0; frame < frames; frame++)
            {
                var row = input.AsSpan(frame * (Context + FrameSamples), Context + FrameSamples);
                var at = frame * FrameSamples;
                (frame == 0 ? _tail : samples[(at - Context)..at]).CopyTo(row);
                samples.Slice(at, FrameSamples).CopyTo(row[Context..]);
            }

            samples[^Context..].CopyTo(_tail);
            using var run = new RunOptions();
            using var x = OrtValue.CreateTensorValueFromMemory(input, [frames, Context + FrameSamples]);
            using var h = OrtValue.CreateTensorValueFromMemory(_h, [1, 1, StateSize]);
            using var c = OrtValue.CreateTensorValueFromMemory(_c, [1, 1, StateSize]);
            using var outputs = _detector._session.Run(run, ["input", "h", "c"], [x, h, c], ["speech_probs", "hn", "cn"]);
            (_h, _c) = (outputs[1].GetTensorDataAsSpan<float>().ToArray(), outputs[2].GetTensorDataAsSpan<float>().ToArray());
            return outputs[0].GetTensorDataAsSpan<float>().ToArray();
        }
    }
}
