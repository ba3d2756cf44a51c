using System.Globalization;
using System.Text.RegularExpressions;

namespace PaperLedge.Core.Episodes;

/// <summary>What <c>config/show.json</c> may say besides the necessary: the objects and lists. One that is wrong is left out and reported.</summary>
internal static partial class ShowExtrasReader
{
    /// <summary>A purpose of <c>podcast:txt</c> that the feed speaks of by itself.</summary>
    public const string AiContent = "ai-content";

    private const int MaxVerifications = 10;

    /// <summary>Longer than any proof that a service hands out; the namespace allows 4,000.</summary>
    private const int MaxProof = 1_000;

    private const int MaxSubscribe = 20;

    private const int MaxSeasons = 100;

    private const int MaxName = SharedFieldsReader.MaxName;

    public static WebLink? ReadFunding(JsonFields parent) => parent.Object("funding") is { } fields ? ReadLink(fields, "text") : null;

    public static IReadOnlyList<WebLink> ReadSubscribe(JsonFields parent) =>
        [.. parent.Objects("subscribe", MaxSubscribe).Select(fields => ReadLink(fields, "name")).OfType<WebLink>()];

    /// <summary>What is put behind a query or a fragment is not an address any more.</summary>
    public static Uri? ReadEnclosurePrefix(JsonFields parent)
    {
        if (parent.SecureAddress("enclosurePrefix") is not { } prefix)
        {
            return null;
        }

        if (prefix.Query.Length + prefix.Fragment.Length == 0)
        {
            return prefix;
        }

        parent.Tell("has an \"enclosurePrefix\" with ? or #, behind which no address can stand; it is ignored. Give the prefix as the service names it.");
        return null;
    }

    public static UpdateFrequency? ReadUpdateFrequency(JsonFields parent)
    {
        if (parent.Object("updateFrequency") is not { } fields)
        {
            return null;
        }

        var text = fields.Line("text", MaxName);
        var rule = fields.Matching("rrule", RecurrenceRule(), "a recurrence rule such as FREQ=WEEKLY;BYDAY=MO");
        var (complete, starts) = (fields.Boolean("complete"), fields.Date("dtstart"));
        fields.RefuseOthers();
        if (text is null)
        {
            fields.Miss("text");
            return null;
        }

        // The namespace: a rule that counts must say from when.
        if (starts is null && rule?.Contains("COUNT=", StringComparison.Ordinal) == true)
        {
            fields.Tell("counts episodes (COUNT) without saying from when; its rule is ignored. Add \"dtstart\" to it.");
            rule = null;
        }

        return new UpdateFrequency(text, rule, complete ?? false, starts);
    }

    public static IReadOnlyList<Verification> ReadVerifications(JsonFields parent)
    {
        var verifications = new List<Verification>();
        foreach (var fields in parent.Objects("verify", MaxVerifications))
        {
            var (purpose, value) = (fields.Line("purpose", MaxName), fields.Line("value", MaxProof));
            fields.RefuseOthers();
            if (value is null)
            {
                fields.Miss("value");
            }
            else if (purpose == AiContent)
            {
                fields.Tell($"has the purpose {AiContent} and is ignored. It follows from \"syntheticVoice\" and the episodes' \"aiContent\".");
            }
            else
            {
                verifications.Add(new Verification(purpose ?? "verify", value));
            }
        }

        return verifications;
    }

    public static Trailer? ReadTrailer(JsonFields parent)
    {
        if (parent.Object("trailer") is not { } fields)
        {
            return null;
        }

        var (title, url, published) = (fields.Line("title", MaxName), fields.SecureAddress("url"), fields.Date("published"));
        var (length, season) = (fields.PositiveNumber("length"), fields.PositiveInteger("season"));
        var type = fields.Matching("type", AudioOrVideo(), "a media type such as audio/mpeg");
        fields.RefuseOthers();
        if (title is null || url is null || published is null)
        {
            fields.Miss(title is null ? "title" : url is null ? "url" : "published");
            return null;
        }

        return new Trailer(title, url, published.Value, length, type, season);
    }

    /// <summary>An object of names by number: <c>{"1": "First steps"}</c>.</summary>
    public static IReadOnlyList<SeasonName> ReadSeasons(JsonFields parent)
    {
        if (parent.Object("seasons") is not { } fields)
        {
            return [];
        }

        var seasons = new SortedList<int, SeasonName>();
        foreach (var key in fields.Names.ToList())
        {
            if (seasons.Count == MaxSeasons)
            {
                fields.Tell($"has more than {MaxSeasons} entries; only the first are kept.");
                return [.. seasons.Values];
            }

            if (fields.Line(key, MaxName) is not { } name)
            {
                continue;
            }

            if (!int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0 || !seasons.TryAdd(number, new(number, name)))
            {
                fields.Tell("must have season numbers in quotes before its names, such as {\"1\": \"First steps\"}; other entries are ignored.");
            }
        }

        return [.. seasons.Values];
    }

    private static WebLink? ReadLink(JsonFields fields, string textName)
    {
        var (text, url) = (fields.Line(textName, MaxName), fields.SecureAddress("url"));
        fields.RefuseOthers();
        if (text is null || url is null)
        {
            fields.Miss(text is null ? textName : "url");
            return null;
        }

        return new WebLink(text, url);
    }

    [GeneratedRegex(@"\A(?=.{1,255}\z)FREQ=(YEARLY|MONTHLY|WEEKLY|DAILY|HOURLY)(;[A-Z]{2,10}=[A-Za-z0-9+,:-]{1,100}){0,12}\z")]
    private static partial Regex RecurrenceRule();

    [GeneratedRegex(@"\A(audio|video)/[A-Za-z0-9][A-Za-z0-9.+-]{0,126}\z")]
    private static partial Regex AudioOrVideo();
}
