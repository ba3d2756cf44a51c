using System.Text.RegularExpressions;
using PaperLedge.Core.Episodes;

namespace PaperLedge.Core.ProducerFiles;

/// <summary>Reads a sidecar's optional details; an entry that is wrong is reported and left out.</summary>
internal static partial class EpisodeDetailsReader
{
    private const int MaxSoundbites = 20;

    private const int MaxAlternates = 10;

    // Shorter than other addresses, since each chapter has two.
    private const int MaxChapterAddress = 500;

    private const int MaxDisplay = 32;

    public static EpisodeDetails Read(JsonObjectReader fields) => new()
    {
        Type = fields.OneOf<EpisodeType>("type") ?? EpisodeType.Full,
        Block = fields.Boolean("block") ?? false,
        AiContent = fields.Boolean("aiContent"),
        EpisodeDisplay = fields.Line("episodeDisplay", MaxDisplay),
        Image = fields.Picture("image"),
        License = SharedFieldsReader.ReadLicense(fields),
        Location = SharedFieldsReader.ReadLocation(fields),
        Chapters = ReadChapters(fields),
        Soundbites = ReadSoundbites(fields),
        AlternateEnclosures = ReadAlternates(fields),
    };

    private static IReadOnlyList<Chapter> ReadChapters(JsonObjectReader parent)
    {
        var chapters = new SortedList<TimeSpan, Chapter>();
        foreach (var fields in parent.Objects("chapters", EpisodeDetails.MaxChapters, ["start", "title", "url", "image"]))
        {
            var (start, title) = (fields.Time("start"), fields.Line("title", Chapter.MaxTitle));
            var (url, image) = (fields.SecureAddress("url", MaxChapterAddress), fields.SecureAddress("image", MaxChapterAddress));
            if (fields.Require("start", start) && fields.Require("title", title)
                && !chapters.TryAdd(start.Value, new Chapter(start.Value, title, url, image)))
            {
                fields.Report("starts at the same time as another chapter and is ignored. Give each chapter its own start.");
            }
        }

        return [.. chapters.Values];
    }

    private static List<Soundbite> ReadSoundbites(JsonObjectReader parent)
    {
        var soundbites = new List<Soundbite>();
        foreach (var fields in parent.Objects("soundbites", MaxSoundbites, ["start", "duration", "title"]))
        {
            var (start, duration) = (fields.Time("start"), fields.Time("duration"));
            var title = fields.Line("title", SharedFieldsReader.MaxName);
            if (!fields.Require("start", start) || !fields.Require("duration", duration))
            {
                continue;
            }

            if (duration < Soundbite.Shortest || duration > Soundbite.Longest)
            {
                fields.Report(
                    $"lasts {duration.Value.TotalSeconds:0.###} s and is ignored. "
                    + $"Apps accept {Soundbite.Shortest.TotalSeconds} to {Soundbite.Longest.TotalSeconds} s.");
            }
            else
            {
                soundbites.Add(new Soundbite(start.Value, duration.Value, title));
            }
        }

        return soundbites;
    }

    private static List<AlternateEnclosure> ReadAlternates(JsonObjectReader parent)
    {
        var alternates = new List<AlternateEnclosure>();
        string[] known = ["url", "length", "type", "bitrate", "title", "integrity"];
        foreach (var fields in parent.Objects("alternateEnclosures", MaxAlternates, known))
        {
            var (url, length) = (fields.SecureAddress("url"), fields.PositiveNumber("length"));
            var type = fields.Matching("type", MediaType(), "a media type such as audio/opus");
            var (bitrate, title) = (fields.PositiveNumber("bitrate"), fields.Line("title", MaxDisplay));
            var integrity = fields.Matching("integrity", Sri(), "a hash such as sha384-… (see https://www.w3.org/TR/SRI/)");
            if (fields.Require("url", url) && fields.Require("type", type) && fields.Require("length", length))
            {
                alternates.Add(new AlternateEnclosure(url, type, length.Value, bitrate, title, integrity));
            }
        }

        return alternates;
    }

    [GeneratedRegex(@"\A[a-z]+/[A-Za-z0-9][A-Za-z0-9.+-]{0,126}\z")]
    private static partial Regex MediaType();

    // The base64 of 32, 48 or 64 bytes.
    [GeneratedRegex(@"\A(sha256-[A-Za-z0-9+/]{43}=|sha384-[A-Za-z0-9+/]{64}|sha512-[A-Za-z0-9+/]{86}==)\z")]
    private static partial Regex Sri();
}
