using Microsoft.ML.OnnxRuntime;
using PaperLedge.Whisper.Arithmetic;
using PaperLedge.Whisper.Models;

namespace PaperLedge.Whisper.Graph;

/// <summary>
/// A model in memory, ready to run. Safe for concurrent calls, each of which runs on the thread that makes it: cores are kept
/// busy by windows side by side, which never wait for each other, rather than by sharing one multiplication.
/// </summary>
internal sealed class WhisperSession : IDisposable
{
    /// <summary>Grow by what is asked for, rather than by doubling.</summary>
    private const int AsRequested = 1;

    private EncoderWeights? _weights;

    /// <summary>
    /// All stages take their working memory from one place, which is as large as the largest of them needs; each would keep its own
    /// otherwise.
    /// </summary>
    static WhisperSession()
    {
        using var sizes = new OrtArenaCfg(0, AsRequested, -1, -1);
        OrtEnv.Instance().CreateAndRegisterAllocator(OrtMemoryInfo.DefaultInstance, sizes);
    }

    /// <param name="file">Read once, here; may be closed afterwards.</param>
    /// <param name="isEightBit">Whether weights take 8 bits each.</param>
    public WhisperSession(GgmlFile file, bool isEightBit)
    {
        Dimensions = file.Header.Dimensions;
        Tokens = file.Header.Tokens;

        AlignmentHeads = Decoding.AlignmentHeads.Of(Dimensions, Tokens.IsMultilingual);
        OnnxGraph[] encoder =
        [
            EncoderGraph.Enter(Dimensions, isEightBit),
            .. Enumerable.Range(0, Dimensions.AudioLayers).Select(layer => EncoderGraph.AfterAttention(Dimensions, layer, isEightBit)),
        ];
        OnnxGraph[] cross = [.. Enumerable.Range(0, Dimensions.TextLayers).Select(layer => EncoderGraph.Cross(Dimensions, layer, isEightBit))];
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

    /// <summary>Ids as this session's embedding numbers them.</summary>
    public SpecialTokens Tokens { get; }

    /// <summary>The cross-attention heads that follow the speech word by word.</summary>
    public (int Layer, int Head)[] AlignmentHeads { get; }

    public ConvolutionWeights Convolutions { get; }

    public DecoderWeights Decoder { get; }

    /// <summary>In the order in which they run: enter, one a layer.</summary>
    public IReadOnlyList<InferenceSession> EncoderStages { get; }

    /// <summary>One for each of the decoder's layers.</summary>
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

            // Plans of memory are kept for each shape that was seen.
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
