using PaperLedge.Core.Transcripts;
using PaperLedge.Whisper.Models;

namespace PaperLedge.Whisper.Decoding;

/// <summary>A language that a model was told.</summary>
/// <param name="Index">Among the model's languages.</param>
/// <param name="Code">ISO 639.</param>
internal sealed record LanguageChoice(int Index, string Code)
{
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
