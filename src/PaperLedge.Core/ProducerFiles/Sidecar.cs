using PaperLedge.Core.Episodes;
using PaperLedge.Core.Shows;
using PaperLedge.Core.Text;

namespace PaperLedge.Core.ProducerFiles;

/// <summary>The fields of <c>episodes/{slug}.json</c>; null for a field that is missing or wrong.</summary>
public sealed record Sidecar(
    string? Title,
    string? ShowNotes,
    DateTimeOffset? Published,
    int? Season,
    int? Episode,
    bool? Explicit,
    string? Language,
    Paper? Paper)
{
    public EpisodeDetails Details { get; init; } = EpisodeDetails.None;

    /// <summary>The guid that the episode had in an earlier feed; null for one of the app's own.</summary>
    public EpisodeGuid? Guid { get; init; }

    /// <summary>False if the file is not one JSON object or is too large.</summary>
    public bool IsReadable { get; init; } = true;

    /// <summary>Whether to keep the episode back for a review; true also if the field is wrong. Null to do as the show does.</summary>
    public bool? Hold { get; init; }

    /// <summary>What is wrong with <c>published</c>: then the date that the producer meant is unknown. Null if nothing is.</summary>
    public string? DateProblem { get; init; }

    public static readonly Sidecar Empty = new(null, null, null, null, null, null, null, null);
}

/// <summary>Reads an episode's sidecar. A field that is wrong is reported and left out; nothing throws.</summary>
public static class SidecarReader
{
    /// <summary>PSP-1: values other than descriptions have at most 255 characters.</summary>
    public const int MaxLine = 255;

    /// <summary>Just under the 32 Ki UTF-16 characters of a table's string property.</summary>
    public const int MaxShowNotes = 30_000;

    // At MaxLine characters each they still fit into one property; longer lists are credited with "et al." anyway.
    public const int MaxAuthors = 100;

    /// <summary>The largest sidecar: all fields at their limits are smaller, even with every character escaped.</summary>
    public const int MaxBytes = 1024 * 1024;

    private static readonly string[] s_fields =
    [
        "title", "description", "showNotes", "guid", "published", "hold", "season", "episode", "explicit", "language", "paper",
        "type", "block", "aiContent", "episodeDisplay", "image", "license", "location", "chapters", "soundbites", "alternateEnclosures",
    ];

    /// <param name="file">The blob's name, for messages.</param>
    public static (Sidecar Sidecar, IReadOnlyList<string> Problems) Read(ReadOnlyMemory<byte> json, string file)
    {
        var problems = new List<string>();
        if (json.Length > MaxBytes)
        {
            problems.Add($"{file}: is {json.Length} bytes long, more than the {MaxBytes} allowed for a sidecar; the file is ignored.");
            return (Sidecar.Empty with { IsReadable = false }, problems);
        }

        if (JsonFile.Parse(json, file, s_fields, problems) is not { } fields)
        {
            return (Sidecar.Empty with { IsReadable = false }, problems);
        }

        var title = fields.Line("title", MaxLine);
        var description = fields.Block("description", MaxShowNotes);
        var showNotes = fields.Block("showNotes", MaxShowNotes);
        var published = fields.Date("published");
        var dateProblem = published is null && fields.Has("published") ? problems[^1] : null;
        var sidecar = new Sidecar(
            title,
            showNotes ?? description,
            published,
            fields.PositiveInteger("season"),
            fields.PositiveInteger("episode"),
            fields.Boolean("explicit"),
            fields.Language("language"),
            ReadPaper(fields))
        {
            Details = EpisodeDetailsReader.Read(fields),
            Guid = ReadGuid(fields),
            Hold = fields.Caution("hold"),
            DateProblem = dateProblem,
        };
        return (sidecar, problems);
    }

    private static EpisodeGuid? ReadGuid(JsonObjectReader parent)
    {
        if (parent.IsText("guid"))
        {
            return ReadGuid(parent, "guid") is { } text ? new EpisodeGuid(text) : null;
        }

        if (parent.Object("guid", ["value", "isPermaLink"]) is not { } fields)
        {
            return null;
        }

        var (value, isPermaLink) = (ReadGuid(fields, "value"), fields.Boolean("isPermaLink") ?? false);
        if (!fields.Require("value", value))
        {
            return null;
        }

        if (isPermaLink && !WebAddress.IsWeb(Uri.TryCreate(value, UriKind.Absolute, out var address) ? address : null))
        {
            fields.Report("says that the guid is a permalink, but it is not a web address; \"isPermaLink\" is ignored.");
            isPermaLink = false;
        }

        return new EpisodeGuid(value, isPermaLink);
    }

    // A guid that is cut would be another one.
    private static string? ReadGuid(JsonObjectReader fields, string name)
    {
        var guid = fields.Line(name, 2 * MaxBytes);
        if (guid?.Length > MaxLine)
        {
            fields.Report($"has a guid of {guid.Length} characters, which is ignored: at most {MaxLine} are allowed.");
            return null;
        }

        return guid;
    }

    private static Paper? ReadPaper(JsonObjectReader parent)
    {
        if (parent.Object("paper", ["title", "authors", "url"]) is not { } fields)
        {
            return null;
        }

        var title = fields.Line("title", MaxLine);
        var authors = fields.Lines("authors", MaxAuthors, MaxLine);
        var url = fields.WebAddress("url");
        if (title is null)
        {
            fields.Report("has no title; the paper is not credited. Add \"title\" to it.");
            return null;
        }

        return new Paper(title, authors, url);
    }
}

/// <summary>Collects names and terms that an episode's audio probably holds, for a recogniser to spell them right.</summary>
public static class PromptNames
{
    /// <returns>The likeliest first: the paper's authors and title, then the show's own names.</returns>
    public static IReadOnlyList<string> Of(Sidecar sidecar, ShowSettings show)
    {
        string?[] names = [.. sidecar.Paper?.Authors ?? [], sidecar.Paper?.Title, sidecar.Title, show.Title, show.Narrator, show.Author];
        return [.. names.OfType<string>().Where(name => !string.IsNullOrWhiteSpace(name)).Distinct(StringComparer.Ordinal)];
    }
}
