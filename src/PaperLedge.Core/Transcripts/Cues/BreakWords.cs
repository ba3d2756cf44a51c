using System.Collections.Frozen;

namespace PaperLedge.Core.Transcripts.Cues;

/// <summary>The small words of a language that readers want on the same line as what follows.</summary>
/// <param name="Joints">Conjunctions and prepositions: a break before them is good, behind them poor.</param>
/// <param name="Determiners">Articles and their kind: a break behind them is the worst but for those inside a name or a number.</param>
internal sealed record BreakWords(FrozenSet<string> Joints, FrozenSet<string> Determiners)
{
    private static readonly FrozenDictionary<string, BreakWords> Languages = new Dictionary<string, BreakWords>
    {
        ["en"] = Of(
            "and but or nor so yet for because although though while whereas if unless until since when whenever where wherever whether that which who whom whose "
                + "than as about above across after against along among around at before behind below beneath beside between beyond by despite down during except from "
                + "in inside into like near of off on onto out outside over past per through throughout to toward towards under underneath up upon via with within without",
            "a an the this these those my your his her its our their some any no every each either neither another such both all what"),
        ["de"] = Of(
            "und oder aber denn sondern weil dass daß wenn als ob nachdem bevor obwohl während damit indem sowie wie wo in im an am auf aus bei beim mit nach von vom "
                + "zu zum zur für über unter vor hinter zwischen durch gegen ohne um bis seit wegen trotz außer neben gegenüber",
            "der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner mein meine dein deine sein seine seinen seiner ihr ihre ihren "
                + "unser unsere dieser diese dieses diesen diesem jeder jede jedes alle"),
        ["fr"] = Of(
            "et ou mais donc or ni car que qui quand lorsque si comme parce puisque où dont à au aux de du des en dans sur sous par pour avec sans chez vers entre "
                + "depuis pendant contre avant après selon malgré",
            "le la les un une ce cet cette ces mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs chaque tout toute tous toutes"),
        ["es"] = Of(
            "y e o u pero sino porque que quien cuando si como aunque mientras donde a al de del en con sin por para sobre entre hasta desde hacia contra según durante tras ante",
            "el la los las un una unos unas este esta estos estas ese esa esos esas mi mis tu tus su sus nuestro nuestra nuestros nuestras cada todo toda todos todas"),
    }.ToFrozenDictionary();

    private static readonly BreakWords Unknown = Of("", "");

    /// <param name="tag">BCP 47; of a language without a list, punctuation alone decides.</param>
    public static BreakWords Of(string tag) => Languages.GetValueOrDefault(tag.Split('-')[0].ToLowerInvariant(), Unknown);

    private static BreakWords Of(string joints, string determiners) => new(Set(joints), Set(determiners));

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
