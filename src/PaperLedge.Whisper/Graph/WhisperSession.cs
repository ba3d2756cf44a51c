using Microsoft.ML.OnnxRuntime;
using PaperLedge.Whisper.Models;

namespace PaperLedge.Whisper.Graph;

/// <summary>
/// A model in memory, ready to run. Safe for concurrent calls, each of which runs on the thread that makes it: cores are kept
/// busy by windows side by side, which never wait for each other, rather than by sharing one multiplication.
/// </summary>
internal sealed class WhisperSession : IDisposable
{
    private readonly ModelWeights _weights;
    private readonly InferenceSession _encoder;
    private readonly string[] _crossNames;

    /// <param name="file">Read once, here; may be closed afterwards.</param>
    /// <param name="isEightBit">Whether the decoder's weights take 8 bits each.</param>
    public WhisperSession(GgmlFile file, bool isEightBit)
    {
        Dimensions = file.Header.Dimensions;
        Tokens = SpecialTokens.InFile(Dimensions.VocabularySize).Compact(file.Header.Vocabulary.Count);

        var layers = Enumerable.Range(0, Dimensions.TextLayers).ToArray();
        var encoder = EncoderGraph.Build(Dimensions);
        OnnxGraph[] stages =
        [
            DecoderGraph.Enter(Dimensions, isEightBit),
            .. layers.SelectMany(layer => new[]
            {
                DecoderGraph.AfterSelf(Dimensions, layer, isEightBit),
                DecoderGraph.AfterCross(Dimensions, layer, isEightBit),
            }),
            DecoderGraph.Leave(Dimensions, Tokens.Count, isEightBit),
        ];
        _weights = ModelWeights.Load(file, stages.Append(encoder).SelectMany(graph => graph.Weights), isEightBit);

        // ONNX Runtime rearranges the weights for itself, which takes half of the time to load.
        (InferenceSession? opened, InferenceSession[] decoder) = (null, []);
        Parallel.Invoke(() => opened = Open(encoder), () => decoder = [.. stages.Select(Open)]);
        (_encoder, Stages) = (opened!, decoder);
        _crossNames = [.. layers.SelectMany(layer => new[] { EncoderGraph.CrossKey(layer), EncoderGraph.CrossValue(layer) })];
    }

    public WhisperDimensions Dimensions { get; }

    /// <summary>Ids as this session's embedding numbers them.</summary>
    public SpecialTokens Tokens { get; }

    public Embedding Embedding => _weights.Embedding;

    /// <summary>The decoder's stages in the order in which they run: enter, two a layer, leave.</summary>
    public IReadOnlyList<InferenceSession> Stages { get; }

    /// <param name="mel">Bins × frames of one window.</param>
    /// <returns>For each decoder layer keys, then values: positions × state.</returns>
    public IReadOnlyList<OrtValue> Encode(Memory<float> mel, RunOptions options) => RunEncoder(mel, _crossNames, options);

    /// <summary>The encoder's own output, positions × state.</summary>
    public float[] EncodeOnly(float[] mel)
    {
        using var options = new RunOptions();
        using var encoded = RunEncoder(mel, [EncoderGraph.Encoded], options)[0];
        return encoded.GetTensorDataAsSpan<float>().ToArray();
    }

    public void Dispose()
    {
        _encoder.Dispose();
        foreach (var stage in Stages)
        {
            stage.Dispose();
        }

        _weights.Dispose();
    }

    private IReadOnlyList<OrtValue> RunEncoder(Memory<float> mel, string[] outputs, RunOptions options)
    {
        long[] shape = [1, Dimensions.MelBins, mel.Length / Dimensions.MelBins];
        using var input = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, mel, shape);
        return [.. _encoder.Run(options, [EncoderGraph.Mel], [input], outputs)];
    }

    private InferenceSession Open(OnnxGraph graph)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,

            // Plans of memory are kept for each shape that was seen.
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
