namespace PaperLedge.Core.Transcripts.Cues;

/// <summary>What it costs to break a text before each of its words: nothing between sentences, very much inside a name or a number.</summary>
internal sealed class BreakCosts(IReadOnlyList<CueWord> words, BreakWords language)
{
    /// <summary>More than any text that can be laid out without it.</summary>
    public const double Never = 1e6;

    // Only their order and rough distance matter: a break of one kind is to be dearer than several of the kind before it.
    private const double Phrase = 12;
    private const double Pause = 18;

    /// <summary>Before a conjunction or a preposition. What is dearer breaks a phrase.</summary>
    public const double BeforeJoint = 25;

    public const double Plain = 45;
    private const double AfterJoint = 90;
    private const double InWord = 300;
    private const double AfterDeterminer = 400;
    private const double InName = 2000;
    private const double InNumber = 8000;

    /// <summary>Closed lips part words by less.</summary>
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(200);

    public double[] ToArray() => [.. words.Select((_, i) => i == 0 ? 0 : Before(i))];

    /// <summary>Whether a sentence ends before the word of this index, which is not the first.</summary>
    public bool IsSentence(int index) => Punctuation.EndsSentence(words[index - 1].Text) && !char.IsLower(First(words[index].Text));

    private double Before(int index)
    {
        var (word, next) = (words[index - 1].Text, words[index].Text);
        if (words[index].IsRest)
        {
            return Punctuation.EndsPhrase(word) ? Phrase : InWord;
        }

        if (!words[index].Spaced)
        {
            // In Japanese, hiragana at the start is a particle or an ending, which belongs to the word before.
            return IsSentence(index) ? 0 : Punctuation.EndsPhrase(word) ? Phrase : next[0] is >= '\u3041' and <= '\u309F' ? AfterJoint : Plain;
        }

        var (before, after) = (index > 1 ? words[index - 2].Text : "", index + 1 < words.Count ? words[index + 1].Text : "");
        if (NumberWords.BelongTogether(word, next, after))
        {
            return InNumber;
        }

        if (NameWords.BelongTogether(before, word, next, after, IsSmall))
        {
            return InName;
        }

        return IsSentence(index) ? 0
            : Punctuation.EndsPhrase(word) || next[0] is '—' or '–' or '(' or '[' ? Phrase
            : language.Determiners.Contains(word.Trim('"', '“', '(', '[')) || NumberWords.CountsNext(word, next, IsSmall) ? AfterDeterminer
            : words[index].Start - words[index - 1].End >= Breath ? Pause
            : language.Joints.Contains(Bare(word)) ? AfterJoint
            : language.Joints.Contains(Bare(next)) ? BeforeJoint
            : Plain;
    }

    private bool IsSmall(string word) => language.Joints.Contains(Bare(word)) || language.Determiners.Contains(Bare(word));

    private static string Bare(string word) => word.Trim('"', '\'', '“', '”', '(', ')', '[', ']', ',', '.', ';', ':', '!', '?');

    private static char First(string word) => word.FirstOrDefault(char.IsLetterOrDigit);
}
