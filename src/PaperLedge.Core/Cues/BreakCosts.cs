using System.Collections.Frozen;
using PaperLedge.Core.Text;

namespace PaperLedge.Core.Cues;

/// <summary>The cost of a break before each word: zero between sentences, very high inside a name or a number.</summary>
internal sealed class BreakCosts(IReadOnlyList<CueWord> words, BreakWords language)
{
    // Exceeds the cost of any layout that avoids the break.
    public const double Never = 1e6;

    // Only order and rough distance matter: one break of a kind costs more than several of the kind before it.
    private const double Phrase = 12;
    private const double Pause = 18;

    // Before a conjunction or a preposition. Higher costs break a phrase.
    public const double BeforeJoint = 25;

    public const double Plain = 45;
    private const double AfterJoint = 90;
    private const double InWord = 300;
    private const double AfterDeterminer = 400;
    private const double InName = 2000;
    private const double InNumber = 8000;

    // Closed lips separate words by less.
    private static readonly TimeSpan s_breath = TimeSpan.FromMilliseconds(200);

    public double[] ToArray() => [.. words.Select((_, i) => i == 0 ? 0 : Before(i))];

    // Returns true if a sentence ends before this word, which is not the first.
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
            return IsSentence(index) ? 0
                : Punctuation.EndsPhrase(word) ? Phrase
                : next[0] is >= '\u3041' and <= '\u309F' ? AfterJoint
                : Plain;
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
            : language.Determiners.Contains(word.Trim('"', '“', '(', '['))
                || NumberWords.CountsNext(word, next, IsSmall) ? AfterDeterminer
            : words[index].Start - words[index - 1].End >= s_breath ? Pause
            : language.Joints.Contains(Bare(word)) ? AfterJoint
            : language.Joints.Contains(Bare(next)) ? BeforeJoint
            : Plain;
    }

    private bool IsSmall(string word) => language.Joints.Contains(Bare(word)) || language.Determiners.Contains(Bare(word));

    private static string Bare(string word) => word.Trim('"', '\'', '“', '”', '(', ')', '[', ']', ',', '.', ';', ':', '!', '?');

    private static char First(string word) => word.FirstOrDefault(char.IsLetterOrDigit);
}

/// <summary>The small words of a language that readers want on the same line as the next word.</summary>
/// <param name="Joints">Conjunctions and prepositions: a break before them is good, a break after them poor.</param>
/// <param name="Determiners">Articles and similar words: only a break inside a name or a number is worse than one after them.</param>
internal sealed record BreakWords(FrozenSet<string> Joints, FrozenSet<string> Determiners)
{
    private static readonly FrozenDictionary<string, BreakWords> s_languages = new Dictionary<string, BreakWords>
    {
        ["en"] = Of(
            "and but or nor so yet for because although though while whereas if unless until since when whenever where wherever "
                + "whether that which who whom whose "
                    + "than as about above across after against along among around at before behind below beneath beside between beyond by "
                    + "despite down during except from "
                    + "in inside into like near of off on onto out outside over past per through throughout to toward towards under "
                    + "underneath up upon via with within without",
            "a an the this these those my your his her its our their some any no every each either neither another such both all what"),
        ["de"] = Of(
            "und oder aber denn sondern weil dass daß wenn als ob nachdem bevor obwohl während damit indem sowie wie wo in im an am "
                + "auf aus bei beim mit nach von vom "
                + "zu zum zur für über unter vor hinter zwischen durch gegen ohne um bis seit wegen trotz außer neben gegenüber",
            "der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner mein meine dein deine sein "
                + "seine seinen seiner ihr ihre ihren "
                + "unser unsere dieser diese dieses diesen diesem jeder jede jedes alle"),
        ["fr"] = Of(
            "et ou mais donc or ni car que qui quand lorsque si comme parce puisque où dont à au aux de du des en dans sur sous par "
                + "pour avec sans chez vers entre "
                + "depuis pendant contre avant après selon malgré",
            "le la les un une ce cet cette ces mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs chaque "
                + "tout toute tous toutes"),
        ["es"] = Of(
            "y e o u pero sino porque que quien cuando si como aunque mientras donde a al de del en con sin por para sobre entre "
                + "hasta desde hacia contra según durante tras ante",
            "el la los las un una unos unas este esta estos estas ese esa esos esas mi mis tu tus su sus nuestro nuestra nuestros "
                + "nuestras cada todo toda todos todas"),
    }.ToFrozenDictionary();

    private static readonly BreakWords s_unknown = Of("", "");

    /// <param name="tag">BCP 47. A language without a word list gets empty lists, so that punctuation alone decides.</param>
    public static BreakWords Of(string tag) => s_languages.GetValueOrDefault(tag.Split('-')[0].ToLowerInvariant(), s_unknown);

    private static BreakWords Of(string joints, string determiners) => new(Set(joints), Set(determiners));

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
