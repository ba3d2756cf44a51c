using PaperLedge.Core.Transcripts;

namespace PaperLedge.Core.Pages;

/// <summary>The language of a page's content. The labels around it are English, and say so where the content is not.</summary>
public sealed class PageLanguage(string? tag)
{
    public string Tag { get; } = LanguageTag.OrUndetermined(tag);

    public string Direction { get; } = LanguageTag.Direction(tag);

    /// <summary>Attributes for an element with an English label.</summary>
    public IReadOnlyDictionary<string, object>? English { get; } = LanguageTag.IsEnglish(tag)
        ? null
        : new Dictionary<string, object> { ["lang"] = "en", ["dir"] = "ltr" };
}
