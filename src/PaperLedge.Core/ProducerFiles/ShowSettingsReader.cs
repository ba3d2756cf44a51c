using System.Globalization;
using System.Text.RegularExpressions;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Shows;
using PaperLedge.Core.Text;

namespace PaperLedge.Core.ProducerFiles;

/// <summary>Reads <c>config/show.json</c>. A field that is wrong, or required and missing, is reported and has a default.</summary>
public static partial class ShowSettingsReader
{
    // Apple and PSP-1 allow a channel's description 4,000 bytes; the feed cuts to that, this limits what is stored.
    private const int MaxDescription = 4_000;

    public static readonly ShowSettings Default = new(
        Title: "A new podcast",
        Description: "This show has no settings yet: upload config/show.json (see samples/show.json).",
        Language: "en",
        Author: "",
        OwnerEmail: null,
        Category: "Science",
        Subcategory: null,
        Explicit: false,
        Artwork: null,
        Copyright: null,
        Narrator: null,
        SyntheticVoice: false,
        Locked: true);

    private static readonly string[] s_fields =
    [
        "category", "subcategory", "title", "description", "language", "author", "ownerEmail", "explicit", "artwork", "copyright",
        "narrator", "syntheticVoice", "locked", "link", "type", "block", "newFeedUrl", "enclosurePrefix", "hub", "podping", "funding",
        "license", "location", "updateFrequency", "trailer", "subscribe", "verify", "seasons", "encode", "guid", "hold",
    ];

    /// <param name="file">The blob's name, for messages.</param>
    /// <param name="before">The settings until now, which a required field that is wrong keeps; null for the defaults.</param>
    public static (ShowSettings Settings, IReadOnlyList<string> Problems) Read(
        ReadOnlyMemory<byte> json, string file, ShowSettings? before = null)
    {
        var problems = new List<string>();
        var known = before ?? Default;
        if (json.Length > SidecarReader.MaxBytes)
        {
            problems.Add(
                $"{file}: is {json.Length} bytes long, more than the {SidecarReader.MaxBytes} allowed; the file is ignored.");
            return (known, problems);
        }

        if (JsonFile.Parse(json, file, s_fields, problems) is not { } fields)
        {
            return (known, problems);
        }

        var (category, subcategory) = ReadCategory(fields, known);
        var settings = new ShowSettings(
            Required(fields, "title", fields.Line("title", SidecarReader.MaxLine), known.Title),
            Required(fields, "description", fields.Block("description", MaxDescription), known.Description),
            Required(fields, "language", fields.Language("language"), known.Language),
            Required(fields, "author", fields.Line("author", SidecarReader.MaxLine), known.Author),
            ReadEmail(fields),
            category,
            subcategory,
            fields.Boolean("explicit") ?? Default.Explicit,
            fields.Line("artwork", SidecarReader.MaxLine),
            fields.Line("copyright", SidecarReader.MaxLine),
            fields.Line("narrator", SharedFieldsReader.MaxName),
            fields.Boolean("syntheticVoice") ?? Default.SyntheticVoice,
            fields.Boolean("locked") ?? Default.Locked)
        {
            Guid = fields.Matching("guid", Uuid(), "a podcast guid such as 917393e3-1b1e-5cef-ace4-edaa54e1f810") is { } guid
                ? Guid.Parse(guid)
                : null,
            Link = fields.SecureAddress("link"),
            Type = fields.OneOf<ShowType>("type") ?? ShowType.Episodic,
            Encode = fields.OneOf<EncodedFormat>("encode"),
            Hold = fields.Caution("hold") ?? false,
            Block = fields.Boolean("block") ?? false,
            NewFeedUrl = fields.SecureAddress("newFeedUrl"),
            EnclosurePrefix = ShowExtrasReader.ReadEnclosurePrefix(fields),
            Hub = fields.SecureAddress("hub"),
            Podping = fields.Boolean("podping") ?? false,
            Funding = ShowExtrasReader.ReadFunding(fields),
            License = SharedFieldsReader.ReadLicense(fields),
            Location = SharedFieldsReader.ReadLocation(fields),
            UpdateFrequency = ShowExtrasReader.ReadUpdateFrequency(fields),
            Trailer = ShowExtrasReader.ReadTrailer(fields),
            Subscribe = ShowExtrasReader.ReadSubscribe(fields),
            Verifications = ShowExtrasReader.ReadVerifications(fields),
            Seasons = ShowExtrasReader.ReadSeasons(fields),
        };
        return (settings, problems);
    }

    private static string? ReadEmail(JsonObjectReader fields) =>
        fields.Matching("ownerEmail", MailAddress.Pattern, "one e-mail address such as show@example.org, without a name or mailto:");

    private static (string Category, string? Subcategory) ReadCategory(JsonObjectReader fields, ShowSettings known)
    {
        var category = Required(fields, "category", fields.Line("category", SidecarReader.MaxLine), known.Category);
        var subcategory = fields.Line("subcategory", SidecarReader.MaxLine);
        if (AppleCategories.Contains(category, subcategory))
        {
            return (category, subcategory);
        }

        var kept = AppleCategories.Contains(category, null) ? category : known.Category;
        var named = subcategory is null ? $"'{category}'" : $"'{category}' with subcategory '{subcategory}'";
        var advice = AppleCategories.FindSimilar(category, subcategory) is { } similar
            ? $"Did you mean {similar}?"
            : $"Choose one from Apple's list: {string.Join(", ", AppleCategories.All.Keys.Order(StringComparer.Ordinal))}.";
        fields.Report($"{named} is not one of Apple's podcast categories; '{kept}' is used. {advice}");
        return (kept, null);
    }

    [GeneratedRegex(@"\A[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\z")]
    private static partial Regex Uuid();

    private static string Required(JsonObjectReader fields, string name, string? value, string fallback)
    {
        if (value is null)
        {
            var used = PlainText.Shorten(PlainText.OneLine(fallback), 60);
            fields.Report($"'{name}' is missing; '{used}' is used. Directories require it: add it and upload the file again.");
        }

        return value ?? fallback;
    }
}

internal static partial class ShowExtrasReader
{
    // The purpose of podcast:txt that the feed writes by itself.
    private const string AiContent = "ai-content";

    private const int MaxVerifications = 10;

    // Longer than any proof that a service hands out; the namespace allows 4,000.
    private const int MaxProof = 1_000;

    private const int MaxSubscribe = 20;

    private const int MaxSeasons = 100;

    private const int MaxName = SharedFieldsReader.MaxName;

    public static WebLink? ReadFunding(JsonObjectReader parent) =>
        parent.Object("funding", ["text", "url"]) is { } fields ? ReadLink(fields, "text") : null;

    public static IReadOnlyList<WebLink> ReadSubscribe(JsonObjectReader parent) =>
        [.. parent.Objects("subscribe", MaxSubscribe, ["name", "url"]).Select(fields => ReadLink(fields, "name")).OfType<WebLink>()];

    public static Uri? ReadEnclosurePrefix(JsonObjectReader parent)
    {
        if (parent.SecureAddress("enclosurePrefix") is not { } prefix)
        {
            return null;
        }

        if (prefix.Query.Length + prefix.Fragment.Length == 0)
        {
            return prefix;
        }

        parent.Report(
            "has an \"enclosurePrefix\" with ? or #, so no address can be appended to it; it is ignored. "
            + "Give the prefix exactly as the service does.");
        return null;
    }

    public static UpdateFrequency? ReadUpdateFrequency(JsonObjectReader parent)
    {
        if (parent.Object("updateFrequency", ["text", "rrule", "complete", "dtstart"]) is not { } fields)
        {
            return null;
        }

        var text = fields.Line("text", MaxName);
        var rule = fields.Matching("rrule", RecurrenceRule(), "a recurrence rule such as FREQ=WEEKLY;BYDAY=MO");
        var (complete, starts) = (fields.Boolean("complete"), fields.Date("dtstart"));
        if (!fields.Require("text", text))
        {
            return null;
        }

        // The namespace demands dtstart for a rule with COUNT.
        if (starts is null && rule?.Contains("COUNT=", StringComparison.Ordinal) == true)
        {
            fields.Report("has a rule that counts episodes (COUNT) without a start date; the rule is ignored. Add \"dtstart\".");
            rule = null;
        }

        return new UpdateFrequency(text, rule, complete ?? false, starts);
    }

    public static IReadOnlyList<Verification> ReadVerifications(JsonObjectReader parent)
    {
        var verifications = new List<Verification>();
        foreach (var fields in parent.Objects("verify", MaxVerifications, ["purpose", "value"]))
        {
            var (purpose, value) = (fields.Line("purpose", MaxName), fields.Line("value", MaxProof));
            if (!fields.Require("value", value))
            {
                continue;
            }

            if (purpose == AiContent)
            {
                fields.Report(
                    $"has the purpose {AiContent} and is ignored. It follows from \"syntheticVoice\" and the episodes' \"aiContent\".");
            }
            else
            {
                verifications.Add(new Verification(purpose ?? "verify", value));
            }
        }

        return verifications;
    }

    public static Trailer? ReadTrailer(JsonObjectReader parent)
    {
        if (parent.Object("trailer", ["title", "url", "published", "length", "season", "type"]) is not { } fields)
        {
            return null;
        }

        var (title, url, published) = (fields.Line("title", MaxName), fields.SecureAddress("url"), fields.Date("published"));
        var (length, season) = (fields.PositiveNumber("length"), fields.PositiveInteger("season"));
        var type = fields.Matching("type", AudioOrVideo(), "a media type such as audio/mpeg");
        return fields.Require("title", title) && fields.Require("url", url) && fields.Require("published", published)
            ? new Trailer(title, url, published.Value, length, type, season)
            : null;
    }

    // An object of names by number: {"1": "First steps"}.
    public static IReadOnlyList<SeasonName> ReadSeasons(JsonObjectReader parent)
    {
        if (parent.Object("seasons", known: null) is not { } fields)
        {
            return [];
        }

        var seasons = new SortedList<int, SeasonName>();
        foreach (var key in fields.Names)
        {
            if (seasons.Count == MaxSeasons)
            {
                fields.Report($"has more than {MaxSeasons} entries; only the first are kept.");
                return [.. seasons.Values];
            }

            if (fields.Line(key, MaxName) is not { } name)
            {
                continue;
            }

            if (!int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                || number == 0
                || !seasons.TryAdd(number, new SeasonName(number, name)))
            {
                fields.Report(
                    "must give each name with its season number in quotes, such as {\"1\": \"First steps\"}; other entries are ignored.");
            }
        }

        return [.. seasons.Values];
    }

    private static WebLink? ReadLink(JsonObjectReader fields, string textName)
    {
        var (text, url) = (fields.Line(textName, MaxName), fields.SecureAddress("url"));
        return fields.Require(textName, text) && fields.Require("url", url) ? new WebLink(text, url) : null;
    }

    [GeneratedRegex(@"\A(?=.{1,255}\z)FREQ=(YEARLY|MONTHLY|WEEKLY|DAILY|HOURLY)(;[A-Z]{2,10}=[A-Za-z0-9+,:-]{1,100}){0,12}\z")]
    private static partial Regex RecurrenceRule();

    [GeneratedRegex(@"\A(audio|video)/[A-Za-z0-9][A-Za-z0-9.+-]{0,126}\z")]
    private static partial Regex AudioOrVideo();
}
