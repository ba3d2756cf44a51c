using System.Text.RegularExpressions;
using PaperLedge.Core.Feed;

namespace PaperLedge.Core.FeedChecks;

internal static partial class PodcastRules
{
    // Characters of a node's text that apps show.
    internal const int LongestText = 128;

    private const int LongestTxt = 4000;

    private static readonly string[] s_locationRelations = ["subject", "creator"];

    public static void Check(FeedElement parent, Scope scope)
    {
        foreach (var element in parent.Children.Where(child => child.Space == FeedXml.Podcast))
        {
            switch (element.Name)
            {
                case "txt":
                    CheckTxt(scope, element);
                    break;
                case "person":
                    NeedText(scope, "person", element, "Write the person's name into it.");
                    AddressRules.Optional(scope, "person", element, "href");
                    AddressRules.Optional(scope, "person", element, "img");
                    break;
                case "funding":
                    AddressRules.Required(scope, "funding", element, "url");
                    ValueRules.AtMost(scope, "funding", element, element.Tag, element.Value, LongestText);
                    break;
                case "license":
                    CheckLicense(scope, element);
                    break;
                case "location":
                    CheckLocation(scope, element);
                    break;
                case "image":
                    AddressRules.Required(scope, "podcast-image", element, "href");
                    ValueRules.AtMost(scope, "podcast-image", element, $"{element.Tag}'s purpose", element["purpose"], LongestText);
                    break;
            }
        }
    }

    internal static void NeedText(Scope scope, string rule, FeedElement element, string remedy)
    {
        if (element.Text.Length == 0)
        {
            scope.Error(rule, element, $"{element.Tag} is empty.", remedy);
        }

        ValueRules.AtMost(scope, rule, element, element.Tag, element.Value, LongestText);
    }

    private static void CheckTxt(Scope scope, FeedElement txt)
    {
        ValueRules.AtMost(scope, "txt", txt, txt.Tag, txt.Value, LongestTxt);
        ValueRules.AtMost(scope, "txt", txt, $"{txt.Tag}'s purpose", txt["purpose"], LongestText);
        if (txt["purpose"] == "ai-content")
        {
            ValueRules.Boolean(scope, "ai-content", txt, "<podcast:txt purpose=\"ai-content\">", txt.Value);
        }
    }

    private static void CheckLicense(Scope scope, FeedElement license)
    {
        NeedText(scope, "license", license, "Write the licence's SPDX identifier, such as CC-BY-4.0, into it.");
        AddressRules.Optional(scope, "license", license, "url");
        if (license["url"] is null && license.Text.Length > 0 && !KnownLicense().IsMatch(license.Value))
        {
            scope.Warning(
                "license",
                license,
                $"{license.Tag} is {Scope.Quote(license.Value)}, which is not a licence that apps know by name.",
                "Add the address of its text as url, or write an identifier such as CC-BY-4.0.");
        }
    }

    private static void CheckLocation(Scope scope, FeedElement location)
    {
        const string Rule = "location";
        NeedText(scope, Rule, location, "Write the place's name into it.");
        if (location["rel"] is { } relation)
        {
            ValueRules.OneOf(scope, Rule, location, $"{location.Tag}'s rel", relation, s_locationRelations);
        }

        foreach (var (attribute, shape, example) in new[]
        {
            ("geo", Geo(), "geo:30.2672,-97.7431"), ("osm", OpenStreetMap(), "R113314"), ("country", Country(), "DE"),
        })
        {
            if (location[attribute] is { } value && !shape.IsMatch(value))
            {
                scope.Error(
                    Rule,
                    location,
                    $"{location.Tag}'s {attribute} is {Scope.Quote(value)}, which apps cannot read.",
                    $"Write it like {example}.");
            }
        }
    }

    // The namespace's list, and the other Creative Commons licences, which SPDX names in the same way.
    [GeneratedRegex(
        @"\A(ARR|CC0-1\.0|CC-(BY|BY-SA|BY-NC|BY-ND|BY-NC-SA|BY-NC-ND)-[1-4]\.[05]|PDDL-1\.0|POD-V4V-1\.0)\z",
        RegexOptions.IgnoreCase)]
    private static partial Regex KnownLicense();

    [GeneratedRegex(@"\Ageo:-?[0-9]{1,3}(\.[0-9]+)?,-?[0-9]{1,3}(\.[0-9]+)?(,-?[0-9.]+)?(;.*)?\z")]
    private static partial Regex Geo();

    [GeneratedRegex(@"\A[NWR][0-9]+(#[0-9]+)?\z")]
    private static partial Regex OpenStreetMap();

    [GeneratedRegex(@"\A[A-Za-z]{2}\z")]
    private static partial Regex Country();
}
