using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;
using PaperLedge.Whisper.Models;

namespace PaperLedge.Whisper.Graph;

/// <summary>
/// The token embedding, which is the output projection too, and the decoder's places. Token rows: those of text tokens that
/// have bytes, then those of the special tokens (<see cref="SpecialTokens.Compact"/>).
/// </summary>
internal sealed class Embedding
{
    private readonly int _width;
    private readonly float[] _places;
    private readonly float[]? _single;
    private readonly BlockWeights? _quantised;

    private Embedding(int width, float[] places, float[]? single, BlockWeights? quantised) =>
        (_width, _places, _single, _quantised) = (width, places, single, quantised);

    public static Embedding Load(GgmlFile file, bool isEightBit)
    {
        var width = file.Header.Dimensions.TextState;
        var places = new float[WhisperDimensions.TextContext * width];
        file.Read(DecoderGraph.PositionalEmbedding, 0, places);

        var inFile = SpecialTokens.InFile(file.Header.Dimensions.VocabularySize);
        var compact = inFile.Compact(file.Header.Vocabulary.Count);
        var specials = compact.Count - compact.EndOfText;
        if (isEightBit)
        {
            var quantised = new BlockWeights(compact.Count, width);
            ModelWeights.Quantise(file, DecoderGraph.TokenEmbedding, 0, compact.EndOfText, quantised, 0);
            ModelWeights.Quantise(file, DecoderGraph.TokenEmbedding, inFile.EndOfText, specials, quantised, compact.EndOfText);
            return new(width, places, null, quantised);
        }

        var single = GC.AllocateUninitializedArray<float>(checked(compact.Count * width), pinned: true);
        var text = compact.EndOfText * width;
        file.Read(DecoderGraph.TokenEmbedding, 0, single.AsSpan(0, text));
        file.Read(DecoderGraph.TokenEmbedding, inFile.EndOfText, single.AsSpan(text));
        return new(width, places, single, null);
    }

    /// <summary>A token at a place, as the first layer takes it.</summary>
    public void Write(int token, int place, Span<float> hidden)
    {
        if (_quantised is null)
        {
            _single.AsSpan(token * _width, _width).CopyTo(hidden);
        }
        else
        {
            _quantised.CopyRow(token, hidden);
        }

        TensorPrimitives.Add(hidden, _places.AsSpan(place * _width, _width), hidden);
    }

    /// <summary>Gives the output projection its weights.</summary>
    public void Attach(Dictionary<string, OrtValue> values)
    {
        if (_quantised is not null)
        {
            _quantised.Attach(DecoderGraph.TokenEmbedding, values);
            return;
        }

        values[DecoderGraph.TokenEmbedding] = OrtValue.CreateTensorValueFromMemory(_single!, [_single!.Length / _width, _width]);
    }
}
