namespace PaperLedge.Speech.Ggml;

/// <summary>Ids above the text tokens, in Whisper's order: end, start, languages, tasks, marks, timestamps.</summary>
/// <remarks>The engine's ids have the text tokens first and the special tokens right after them (<see cref="Compact"/>).</remarks>
/// <param name="EndOfText">The first id that is not text.</param>
/// <param name="Languages">99, or 100 for large-v3.</param>
/// <param name="IsMultilingual">True if a prompt names language and task.</param>
internal sealed record SpecialTokens(int EndOfText, int Languages, bool IsMultilingual)
{
    // 0.00 s to 30.00 s in steps of 20 ms.
    public const int Timestamps = 1501;

    private const int EnglishVocabulary = 51864;
    private const int MultilingualVocabulary = 51865;
    private const int LargeV3Vocabulary = 51866;

    public static readonly TimeSpan TimestampStep = TimeSpan.FromMilliseconds(20);

    public int StartOfTranscript => EndOfText + 1;

    public int FirstLanguage => EndOfText + 2;

    public int Translate => FirstLanguage + Languages;

    public int Transcribe => Translate + 1;

    public int StartOfLanguageModel => Translate + 2;

    public int Previous => Translate + 3;

    public int NoSpeech => Translate + 4;

    public int NoTimestamps => Translate + 5;

    public int FirstTimestamp => Translate + 6;

    public int Count => FirstTimestamp + Timestamps;

    public static bool IsKnown(int vocabularySize) => vocabularySize is >= EnglishVocabulary and <= LargeV3Vocabulary;

    // The ids in the file's numbering.
    public static SpecialTokens InFile(int vocabularySize) => vocabularySize switch
    {
        EnglishVocabulary => new(50256, 99, IsMultilingual: false),
        MultilingualVocabulary => new(50257, 99, IsMultilingual: true),
        LargeV3Vocabulary => new(50257, 100, IsMultilingual: true),
        _ => throw new ArgumentOutOfRangeException(nameof(vocabularySize)),
    };

    // The ids between them have no meaning. Omitting their embedding rows changes no choice and makes a small vocabulary's projection
    // small.
    /// <summary>Moves the ids down to follow the text tokens that have bytes.</summary>
    public SpecialTokens Compact(int textTokens) => this with { EndOfText = Math.Min(textTokens, EndOfText) };

    public bool IsTimestamp(int id) => id >= FirstTimestamp;

    public bool IsText(int id) => id < EndOfText;

    /// <param name="id">A timestamp.</param>
    /// <returns>Time from the window's start.</returns>
    public TimeSpan TimeOf(int id) => (id - FirstTimestamp) * TimestampStep;
}
