using PaperLedge.Core.Feed;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Core.Episodes;

/// <summary>Reads <c>config/show.json</c>: what is right counts, what is wrong or missing is told and has a default.</summary>
public static class ShowSettingsReader
{
    /// <summary>Apple and PSP-1: a channel's description has at most 4,000 bytes; the feed cuts it, this is the store's limit.</summary>
    private const int MaxDescription = 4_000;

    /// <summary>What a show is called until its settings are uploaded.</summary>
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

    /// <param name="before">What counts until now: a slip of the pen takes nothing necessary from listeners. Null for the defaults.</param>
    public static (ShowSettings Settings, IReadOnlyList<string> Problems) Read(ReadOnlyMemory<byte> json, string file, ShowSettings? before = null)
    {
        var problems = new List<string>();
        var known = before ?? Default;
        if (json.Length > SidecarReader.MaxBytes)
        {
            problems.Add($"{file}: is {json.Length} bytes long, more than the {SidecarReader.MaxBytes} that it may have; the file is ignored.");
            return (known, problems);
        }

        if (JsonFields.Parse(json, file, problems) is not { } fields)
        {
            return (known, problems);
        }

        var (category, subcategory) = ReadCategory(fields, known, file, problems);
        var settings = new ShowSettings(
            Required(fields.Line("title", SidecarReader.MaxLine), "title", known.Title, file, problems),
            Required(fields.Block("description", MaxDescription), "description", known.Description, file, problems),
            Required(fields.Language("language"), "language", known.Language, file, problems),
            Required(fields.Line("author", SidecarReader.MaxLine), "author", known.Author, file, problems),
            fields.Line("ownerEmail", SidecarReader.MaxLine),
            category,
            subcategory,
            fields.Boolean("explicit") ?? Default.Explicit,
            fields.Line("artwork", SidecarReader.MaxLine),
            fields.Line("copyright", SidecarReader.MaxLine),
            fields.Line("narrator", 128),
            fields.Boolean("syntheticVoice") ?? Default.SyntheticVoice,
            fields.Boolean("locked") ?? Default.Locked)
        {
            Link = fields.SecureAddress("link"),
            Type = fields.OneOf<ShowType>("type") ?? ShowType.Episodic,
            Block = fields.Boolean("block") ?? false,
            NewFeedUrl = fields.SecureAddress("newFeedUrl"),
            EnclosurePrefix = ShowExtrasReader.ReadEnclosurePrefix(fields),
            Hub = fields.SecureAddress("hub"),
            Podping = fields.Boolean("podping") ?? false,
            Funding = ShowExtrasReader.ReadFunding(fields),
            License = SharedFieldsReader.ReadLicense(fields, "license"),
            Location = SharedFieldsReader.ReadLocation(fields, "location"),
            UpdateFrequency = ShowExtrasReader.ReadUpdateFrequency(fields),
            Trailer = ShowExtrasReader.ReadTrailer(fields),
            Subscribe = ShowExtrasReader.ReadSubscribe(fields),
            Verifications = ShowExtrasReader.ReadVerifications(fields),
            Seasons = ShowExtrasReader.ReadSeasons(fields),
        };
        fields.RefuseOthers();
        return (settings, problems);
    }

    private static (string Category, string? Subcategory) ReadCategory(JsonFields fields, ShowSettings known, string file, List<string> problems)
    {
        var category = Required(fields.Line("category", SidecarReader.MaxLine), "category", known.Category, file, problems);
        var subcategory = fields.Line("subcategory", SidecarReader.MaxLine);
        if (AppleCategories.Contains(category, subcategory))
        {
            return (category, subcategory);
        }

        var kept = AppleCategories.Contains(category, null) ? category : known.Category;
        var named = subcategory is null ? $"'{category}'" : $"'{category}' with subcategory '{subcategory}'";
        problems.Add($"{file}: {named} is none of Apple's podcast categories; '{kept}' is used. Choose one from their list.");
        return (kept, null);
    }

    private static string Required(string? value, string name, string fallback, string file, List<string> problems)
    {
        if (value is null)
        {
            problems.Add($"{file}: '{name}' is missing; '{PlainText.Shorten(PlainText.OneLine(fallback), 60)}' is used. Directories want it: add it and upload the file again.");
        }

        return value ?? fallback;
    }
}
