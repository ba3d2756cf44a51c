using System.Text.RegularExpressions;

namespace PaperLedge.Core.Episodes;

/// <summary>The details in a sidecar. An entry that is wrong is left out and reported.</summary>
internal static partial class EpisodeDetailsReader
{
    /// <summary>With titles and addresses at their limits they still fit into a table row of 1 MiB, twenty minutes apart in a day's audio.</summary>
    public const int MaxChapters = 100;

    public const int MaxSoundbites = 20;

    public const int MaxAlternates = 10;

    /// <summary>Chapters carry two addresses each, so these must be shorter than elsewhere.</summary>
    public const int MaxChapterAddress = 500;

    private const int MaxDisplay = 32;

    public static EpisodeDetails Read(JsonFields fields) => new()
    {
        Type = fields.OneOf<EpisodeType>("type") ?? EpisodeType.Full,
        Block = fields.Boolean("block") ?? false,
        AiContent = fields.Boolean("aiContent"),
        EpisodeDisplay = fields.Line("episodeDisplay", MaxDisplay),
        Image = fields.Picture("image"),
        License = SharedFieldsReader.ReadLicense(fields, "license"),
        Location = SharedFieldsReader.ReadLocation(fields, "location"),
        Chapters = ReadChapters(fields),
        Soundbites = ReadSoundbites(fields),
        AlternateEnclosures = ReadAlternates(fields),
    };

    private static IReadOnlyList<Chapter> ReadChapters(JsonFields parent)
    {
        var chapters = new SortedList<TimeSpan, Chapter>();
        foreach (var fields in parent.Objects("chapters", MaxChapters))
        {
            var (start, title) = (fields.Time("start"), fields.Line("title", SharedFieldsReader.MaxName));
            var (url, image) = (fields.SecureAddress("url", MaxChapterAddress), fields.SecureAddress("image", MaxChapterAddress));
            fields.RefuseOthers();
            if (start is null || title is null)
            {
                fields.Miss(start is null ? "start" : "title");
            }
            else if (!chapters.TryAdd(start.Value, new Chapter(start.Value, title, url, image)))
            {
                fields.Tell("starts when another chapter does and is ignored. Give each its own start.");
            }
        }

        return [.. chapters.Values];
    }

    private static List<Soundbite> ReadSoundbites(JsonFields parent)
    {
        var soundbites = new List<Soundbite>();
        foreach (var fields in parent.Objects("soundbites", MaxSoundbites))
        {
            var (start, duration, title) = (fields.Time("start"), fields.Time("duration"), fields.Line("title", SharedFieldsReader.MaxName));
            fields.RefuseOthers();
            if (start is null || duration is null)
            {
                fields.Miss(start is null ? "start" : "duration");
            }
            else if (duration < Soundbite.Shortest || duration > Soundbite.Longest)
            {
                fields.Tell($"lasts {duration.Value.TotalSeconds:0.###} s and is ignored. Apps take {Soundbite.Shortest.TotalSeconds} to {Soundbite.Longest.TotalSeconds} s.");
            }
            else
            {
                soundbites.Add(new Soundbite(start.Value, duration.Value, title));
            }
        }

        return soundbites;
    }

    private static List<AlternateEnclosure> ReadAlternates(JsonFields parent)
    {
        var alternates = new List<AlternateEnclosure>();
        foreach (var fields in parent.Objects("alternateEnclosures", MaxAlternates))
        {
            var (url, length) = (fields.SecureAddress("url"), fields.PositiveNumber("length"));
            var type = fields.Matching("type", MediaType(), "a media type such as audio/opus");
            var (bitrate, title) = (fields.PositiveNumber("bitrate"), fields.Line("title", MaxDisplay));
            var integrity = fields.Matching("integrity", Sri(), "a hash such as sha384-… (see https://www.w3.org/TR/SRI/)");
            fields.RefuseOthers();
            if (url is null || type is null || length is null)
            {
                fields.Miss(url is null ? "url" : type is null ? "type" : "length");
            }
            else
            {
                alternates.Add(new AlternateEnclosure(url, type, length.Value, bitrate, title, integrity));
            }
        }

        return alternates;
    }

    [GeneratedRegex(@"\A[a-z]+/[A-Za-z0-9][A-Za-z0-9.+-]{0,126}\z")]
    private static partial Regex MediaType();

    /// <summary>The base64 of 32, 48 or 64 bytes.</summary>
    [GeneratedRegex(@"\A(sha256-[A-Za-z0-9+/]{43}=|sha384-[A-Za-z0-9+/]{64}|sha512-[A-Za-z0-9+/]{86}==)\z")]
    private static partial Regex Sri();
}
