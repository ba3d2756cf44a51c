namespace PaperLedge.Whisper.Models;

/// <summary>Everything in a ggml file before its tensors.</summary>
internal sealed record GgmlHeader(WhisperDimensions Dimensions, MelFilters Filters, Vocabulary Vocabulary)
{
    /// <summary>Ids as the engine numbers them.</summary>
    public SpecialTokens Tokens => SpecialTokens.InFile(Dimensions.VocabularySize).Compact(Vocabulary.Count);

    private const int Magic = 0x67676d6c;

    /// <exception cref="ModelFormatException">The bytes are no Whisper header.</exception>
    public static GgmlHeader Read(GgmlReader reader)
    {
        var magic = reader.ReadInt32("the magic number");
        if (magic != Magic)
        {
            throw reader.Fail(
                $"it begins with 0x{magic:x8}, not with ggml's 0x{Magic:x8}; Whisper models in ggml form are named ggml-*.bin");
        }

        var dimensions = WhisperDimensions.Read(reader);
        var filters = MelFilters.Read(reader, dimensions);
        return new(dimensions, filters, Vocabulary.Read(reader, dimensions));
    }
}
