using System.Collections.Frozen;

namespace PaperLedge.Speech.Ggml;

/// <summary>Languages of multilingual models, in the order of their tokens, and their usual codes.</summary>
internal static class Languages
{
    public const string English = "en";

    // OpenAI's codes: ISO 639-1 where there is one, except for Javanese, whose code was withdrawn.
    private static readonly string[] s_codes = (
        "en zh de es ru ko fr ja pt tr pl ca nl ar sv it id hi fi vi he uk el ms cs ro da hu ta no th ur hr bg lt la mi " +
        "ml cy sk te fa lv bn sr az sl kn et mk br eu is hy ne mn bs kk sq sw gl mr pa si km sn yo so af oc ka be tg sd " +
        "gu am yi lo uz fo ht ps tk nn mt sa lb my bo tl mg as tt haw ln ha ba jw su yue").Split(' ');

    // Other codes, each after the code above that it means: ISO 639-2 and 639-3 with their bibliographic forms, withdrawn codes, and
    // languages that are written like the one above, such as those of a macrolanguage
    // (https://www.iana.org/assignments/language-subtag-registry).
    private static readonly FrozenDictionary<string, string> s_aliases = (
        "en:eng zh:zho,chi,cmn de:deu,ger,gsw,bar es:spa ru:rus ko:kor fr:fra,fre ja:jpn pt:por tr:tur pl:pol ca:cat " +
        "nl:nld,dut,vls ar:ara,arb,arz,apc,acm,ary,arq,aeb,afb sv:swe it:ita id:ind,in hi:hin fi:fin vi:vie he:heb,iw uk:ukr " +
        "el:ell,gre ms:msa,may,zlm,zsm cs:ces,cze ro:ron,rum,mo,mol da:dan hu:hun ta:tam no:nor,nb,nob th:tha ur:urd hr:hrv,scr " +
        "bg:bul lt:lit la:lat mi:mri,mao ml:mal cy:cym,wel sk:slk,slo te:tel fa:fas,per,pes,prs lv:lav,lvs bn:ben " +
        "sr:srp,scc,sh,hbs,cnr az:aze,azj sl:slv kn:kan et:est,ekk mk:mkd,mac br:bre eu:eus,baq is:isl,ice hy:hye,arm ne:nep,npi " +
        "mn:mon,khk bs:bos kk:kaz sq:sqi,alb,als sw:swa,swh,swc gl:glg mr:mar pa:pan si:sin km:khm sn:sna yo:yor so:som af:afr " +
        "oc:oci ka:kat,geo be:bel tg:tgk sd:snd gu:guj am:amh yi:yid,ydd,ji lo:lao uz:uzb,uzn fo:fao ht:hat ps:pus,pbt,pbu,pst " +
        "tk:tuk nn:nno mt:mlt sa:san lb:ltz my:mya,bur bo:bod,tib tl:tgl,fil mg:mlg,plt as:asm tt:tat ln:lin ha:hau ba:bak " +
        "jw:jv,jav su:sun")
        .Split(' ')
        .Select(entry => entry.Split(':'))
        .SelectMany(entry => entry[1].Split(','), (entry, alias) => KeyValuePair.Create(alias, entry[0]))
        .ToFrozenDictionary();

    // The code that Whisper uses.
    public static string CodeOf(int index) => s_codes[index];

    // The code that pages and feeds use.
    public static string TagOf(int index) => s_codes[index] is "jw" ? "jv" : s_codes[index];

    /// <returns>Index of a code or of a BCP 47 tag's language, whatever its region or script; null if the model does not know it.</returns>
    public static int? IndexOf(string language, SpecialTokens tokens)
    {
        var subtags = language.Trim().ToLowerInvariant().Split('-', '_');
        // zh-yue is a language of the macrolanguage, which models before large-v3 know as Chinese.
        string[] candidates = subtags is ["zh", { Length: 3 } member, ..] ? [member, "zh"] : [subtags[0]];
        foreach (var candidate in candidates)
        {
            var index = Array.IndexOf(s_codes, s_aliases.GetValueOrDefault(candidate, candidate));
            if (index >= 0 && index < tokens.Languages)
            {
                return index;
            }
        }

        return null;
    }
}
