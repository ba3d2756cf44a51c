using System.Runtime.InteropServices;
using System.Text;
using PaperLedge.Speech.Ggml;

namespace PaperLedge.TestSupport;

/// <summary>Writes a Whisper model in ggml form: the header, then one tensor after the other, whose values the caller appends.</summary>
internal sealed class GgmlWriter
{
    private const int Magic = 0x67676d6c;

    private readonly List<byte> _bytes = [];

    /// <summary>Where something begins whose damage must be noticed: header fields, sizes, tensor headers.</summary>
    public List<int> Places { get; } = [];

    public byte[] Bytes => [.. _bytes];

    /// <param name="tokens">The text tokens; the header may allow more.</param>
    public void WriteHeader(WhisperDimensions d, MelFilters filters, IReadOnlyCollection<byte[]> tokens)
    {
        _bytes.AddRange(BitConverter.GetBytes(Magic));
        int[] header =
        [
            d.VocabularySize, WhisperDimensions.AudioContext, d.AudioState, d.AudioHeads, d.AudioLayers,
            WhisperDimensions.TextContext, d.TextState, d.TextHeads, d.TextLayers, d.MelBins, 1,
            filters.Bins, MelFilters.Frequencies,
        ];
        Array.ForEach(header, WriteMarked);
        _bytes.AddRange(MemoryMarshal.AsBytes<float>(filters.Weights));
        WriteMarked(tokens.Count);
        foreach (var token in tokens)
        {
            WriteMarked(token.Length);
            _bytes.AddRange(token);
        }
    }

    public void BeginTensor(string name, int[] shape, GgmlType type)
    {
        WriteMarked(shape.Length);
        WriteMarked(name.Length);
        WriteMarked((int)type);
        foreach (var size in shape.Reverse())
        {
            WriteMarked(size);
        }

        _bytes.AddRange(Encoding.ASCII.GetBytes(name));
    }

    public void Append(ReadOnlySpan<byte> values) => _bytes.AddRange(values);

    private void WriteMarked(int value)
    {
        Places.Add(_bytes.Count);
        _bytes.AddRange(BitConverter.GetBytes(value));
    }
}
