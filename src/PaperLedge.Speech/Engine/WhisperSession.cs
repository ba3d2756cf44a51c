using Microsoft.ML.OnnxRuntime;
using PaperLedge.Speech.Engine.Arithmetic;
using PaperLedge.Speech.Ggml;

namespace PaperLedge.Speech.Engine;

/// <summary>A model in memory, ready to run. Safe for concurrent calls.</summary>
/// <remarks>
/// Each call runs on the thread that makes it: cores are kept busy by windows side by side, which never wait for each other, rather than
/// by sharing one multiplication.
/// </remarks>
internal sealed class WhisperSession : IDisposable
{
    // Grow by the requested size rather than by doubling.
    private const int AsRequested = 1;

    private EncoderWeights? _weights;

    // All stages take their working memory from one arena, which is as large as the largest of them needs; otherwise each would keep its
    // own.
    static WhisperSession()
    {
        using var sizes = new OrtArenaCfg(0, AsRequested, -1, -1);
        OrtEnv.Instance().CreateAndRegisterAllocator(OrtMemoryInfo.DefaultInstance, sizes);
    }

    /// <param name="file">Read once, in the constructor; may be closed afterwards.</param>
    /// <param name="isEightBit">True for weights of 8 bits.</param>
    public WhisperSession(GgmlFile file, bool isEightBit)
    {
        Dimensions = file.Header.Dimensions;
        Tokens = file.Header.Tokens;

        AlignmentHeads = WordTimes.AlignmentHeads.Of(Dimensions, Tokens.IsMultilingual);
        OnnxGraph[] encoder =
        [
            EncoderGraph.Enter(Dimensions, isEightBit),
            .. Enumerable.Range(0, Dimensions.AudioLayers).Select(layer => EncoderGraph.AfterAttention(Dimensions, layer, isEightBit)),
        ];
        OnnxGraph[] cross =
            [.. Enumerable.Range(0, Dimensions.TextLayers).Select(layer => EncoderGraph.Cross(Dimensions, layer, isEightBit))];
        OnnxGraph[] all = [.. encoder, .. cross];
        var opened = new InferenceSession[all.Length];
        try
        {
            ConvolutionWeights? convolutions = null;
            DecoderWeights? decoder = null;
            SideBySide.Invoke(
                () =>
                {
                    _weights = new(file, all.SelectMany(graph => graph.Weights));
                    SideBySide.For(all.Length, i => opened[i] = Open(all[i]));
                },
                () => decoder = new(file, isEightBit),
                () => convolutions = new(file));
            (Convolutions, Decoder) = (convolutions!, decoder!);
        }
        catch
        {
            Array.ForEach(opened, stage => stage?.Dispose());
            _weights?.Dispose();
            throw;
        }

        (EncoderStages, CrossStages) = (opened[..encoder.Length], opened[encoder.Length..]);
    }

    public WhisperDimensions Dimensions { get; }

    // Ids in the numbering of this session's embedding.
    public SpecialTokens Tokens { get; }

    public (int Layer, int Head)[] AlignmentHeads { get; }

    public ConvolutionWeights Convolutions { get; }

    public DecoderWeights Decoder { get; }

    // In the order in which they run: the entry stage, then one for each layer.
    public IReadOnlyList<InferenceSession> EncoderStages { get; }

    // One for each layer of the decoder.
    public IReadOnlyList<InferenceSession> CrossStages { get; }

    public void Dispose()
    {
        foreach (var stage in EncoderStages.Concat(CrossStages))
        {
            stage.Dispose();
        }

        _weights?.Dispose();
    }

    private InferenceSession Open(OnnxGraph graph)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,

            // It would keep a memory plan for each shape seen.
            EnableMemoryPattern = false,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        options.AddSessionConfigEntry("session.use_env_allocators", "1");
        foreach (var name in graph.Weights)
        {
            options.AddInitializer(name, _weights![name]);
        }

        return new InferenceSession(graph.ToModel(), options);
    }
}
