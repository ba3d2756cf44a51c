using Microsoft.ML.OnnxRuntime;
using PaperLedge.Whisper.Models;

namespace PaperLedge.Whisper.Graph;

/// <summary>
/// A model in memory, ready to run: one session for the encoder and one for the decoder, both safe for concurrent calls.
/// </summary>
internal sealed class WhisperSession : IDisposable
{
    private readonly ModelWeights _weights;
    private readonly InferenceSession _encoder;
    private readonly InferenceSession _decoder;
    private readonly string[] _crossNames;
    private readonly string[] _decoderInputs;
    private readonly string[] _decoderOutputs;

    /// <param name="file">Read once, here; may be closed afterwards.</param>
    /// <param name="threads">For each run.</param>
    public WhisperSession(GgmlFile file, int threads)
    {
        Dimensions = file.Header.Dimensions;
        Tokens = SpecialTokens.InFile(Dimensions.VocabularySize).Compact(file.Header.Vocabulary.Count);

        var encoder = EncoderGraph.Build(Dimensions);
        var decoder = DecoderGraph.Build(Dimensions, Tokens.Count);
        _weights = ModelWeights.Load(file, encoder.Weights.Union(decoder.Weights));
        _encoder = Open(encoder, threads);
        _decoder = Open(decoder, threads);

        var layers = Enumerable.Range(0, Dimensions.TextLayers).ToArray();
        _crossNames = [.. layers.SelectMany(layer => new[] { EncoderGraph.CrossKey(layer), EncoderGraph.CrossValue(layer) })];
        _decoderInputs =
        [
            DecoderGraph.Tokens,
            DecoderGraph.Positions,
            .. layers.SelectMany(layer => new[] { DecoderGraph.PastKey(layer), DecoderGraph.PastValue(layer) }),
            .. _crossNames,
        ];
        _decoderOutputs =
        [
            DecoderGraph.Logits,
            .. layers.SelectMany(layer => new[] { DecoderGraph.PresentKey(layer), DecoderGraph.PresentValue(layer) }),
        ];
    }

    public WhisperDimensions Dimensions { get; }

    /// <summary>Ids as this session's embedding numbers them.</summary>
    public SpecialTokens Tokens { get; }

    /// <param name="mel">Windows × bins × frames.</param>
    public EncodedWindows Encode(Memory<float> mel, int windows, RunOptions options) =>
        new(windows, RunEncoder(mel, windows, _crossNames, options));

    /// <summary>The encoder's own output, windows × positions × state.</summary>
    public float[] EncodeOnly(float[] mel, int windows)
    {
        using var options = new RunOptions();
        using var encoded = RunEncoder(mel, windows, [EncoderGraph.Encoded], options)[0];
        return encoded.GetTensorDataAsSpan<float>().ToArray();
    }

    public DecoderState Start(int rows) => DecoderState.Empty(Dimensions, rows);

    /// <summary>Feeds each row its next tokens.</summary>
    /// <param name="tokens">Rows × tokens a row; more than one a row only at the start.</param>
    /// <returns>Logits after the last of them, rows × vocabulary.</returns>
    public OrtValue Step(EncodedWindows windows, DecoderState state, long[] tokens, RunOptions options)
    {
        var count = tokens.Length / state.Rows;
        if (count > 1 && state.Length > 0)
        {
            throw new InvalidOperationException("Several tokens at once are fed only at the start.");
        }

        var positions = new long[tokens.Length];
        for (var i = 0; i < positions.Length; i++)
        {
            positions[i] = state.Length + (i % count);
        }

        long[] shape = [state.Rows, count];
        using var ids = OrtValue.CreateTensorValueFromMemory(tokens, shape);
        using var places = OrtValue.CreateTensorValueFromMemory(positions, shape);
        var outputs = _decoder.Run(options, _decoderInputs, [ids, places, .. state.Past, .. windows.Cross], _decoderOutputs);
        state.Grow(count, [.. outputs.Skip(1)]);
        return outputs[0];
    }

    public void Dispose()
    {
        _encoder.Dispose();
        _decoder.Dispose();
        _weights.Dispose();
    }

    private OrtValue[] RunEncoder(Memory<float> mel, int windows, string[] outputs, RunOptions options)
    {
        var frames = mel.Length / windows / Dimensions.MelBins;
        long[] shape = [windows, Dimensions.MelBins, frames];
        using var input = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, mel, shape);
        return [.. _encoder.Run(options, [EncoderGraph.Mel], [input], outputs)];
    }

    private InferenceSession Open(OnnxGraph graph, int threads)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,

            // Plans of memory are kept for each shape that was seen, and the past grows with every token.
            EnableMemoryPattern = false,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        foreach (var name in graph.Weights)
        {
            options.AddInitializer(name, _weights[name]);
        }

        return new InferenceSession(graph.ToModel(), options);
    }
}
