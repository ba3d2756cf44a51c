namespace PaperLedge.Core.Transcripts;

/// <summary>Where a reader may pause: the marks of the scripts that recognition writes most.</summary>
internal static class Punctuation
{
    public static bool EndsSentence(string text)
    {
        var inner = text.TrimEnd('"', '\'', ')', '”', '’', '»');
        return inner is [.., '.' or '!' or '?' or '…' or '。' or '؟'] && !EndsInitial(inner);
    }

    /// <summary>A. Turing is one name.</summary>
    private static bool EndsInitial(string text) => text is [>= 'A' and <= 'Z', '.'] or [.., ' ' or '.', >= 'A' and <= 'Z', '.'];

    public static bool EndsPhrase(string text) =>
        EndsSentence(text) || text is [.., ',' or ';' or ':' or '—' or '、' or '،'];
}
