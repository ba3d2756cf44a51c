using PaperLedge.Core.Transcripts;
using PaperLedge.Whisper.Models;

namespace PaperLedge.Whisper.Decoding;

/// <summary>A language that a model was told.</summary>
/// <param name="Index">Among the model's languages.</param>
/// <param name="Code">ISO 639.</param>
internal sealed record LanguageChoice(int Index, string Code)
{
    /// <returns>The language that is told or expected; null if it is to be heard.</returns>
    /// <exception cref="ModelException">The model does not know the language that it is told.</exception>
    public static LanguageChoice? Of(TranscriptionOptions options, string model, SpecialTokens tokens)
    {
        if (options.Language is { } language)
        {
            return Of(language, model, tokens);
        }

        var likely = tokens.IsMultilingual ? options.LikelyLanguage : Languages.English;
        return likely is not null && Languages.IndexOf(likely, tokens) is { } index ? new(index, Languages.CodeOf(index)) : null;
    }

    /// <param name="language">A code or a BCP 47 tag.</param>
    /// <param name="model">Its name, for messages.</param>
    /// <exception cref="ModelException">The model does not know the language.</exception>
    public static LanguageChoice Of(string language, string model, SpecialTokens tokens)
    {
        var index = Languages.IndexOf(language, tokens);
        if (index is null || (!tokens.IsMultilingual && Languages.CodeOf(index.Value) != Languages.English))
        {
            var known = tokens.IsMultilingual ? "does not know" : "knows English only, not";
            throw new ModelException(
                $"The model '{model}' {known} the language '{language}'. Name another language or a multilingual model such as 'base'.")
            {
                RefusesLanguage = true,
            };
        }

        return new(index.Value, Languages.CodeOf(index.Value));
    }
}
