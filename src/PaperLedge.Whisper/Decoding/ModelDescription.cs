using PaperLedge.Whisper.Audio;
using PaperLedge.Whisper.Models;

namespace PaperLedge.Whisper.Decoding;

/// <summary>What a model's file says before its weights: enough to plan windows while these are loaded.</summary>
internal sealed class ModelDescription(GgmlFile file, string name)
{
    public string Name => name;

    public Vocabulary Vocabulary { get; } = file.Header.Vocabulary;

    /// <summary>Ids as the engine numbers them.</summary>
    public SpecialTokens Tokens { get; } = SpecialTokens.InFile(file.Header.Dimensions.VocabularySize).Compact(file.Header.Vocabulary.Count);

    public LogMelSpectrogram Spectrogram { get; } = new(file.Header.Filters);
}
