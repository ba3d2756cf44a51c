using PaperLedge.Core.Shows;
using PaperLedge.Core.Text;

namespace PaperLedge.Core.Episodes;

/// <summary>The sidecar's less common fields.</summary>
public sealed record EpisodeDetails
{
    // With titles and addresses at their limits, a hundred chapters still fit into a table row of 1 MiB. In a day's audio they are about
    // a quarter of an hour apart.
    public const int MaxChapters = 100;

    public static readonly EpisodeDetails None = new();

    public EpisodeType Type { get; init; }

    /// <summary>True to keep the episode out of directories; it stays in the feed.</summary>
    public bool Block { get; init; }

    /// <summary>True if AI made a material part of the episode; null follows <see cref="ShowSettings.SyntheticVoice"/>.</summary>
    public bool? AiContent { get; init; }

    /// <summary>Shown by apps instead of the episode's number, such as <c>Ch. 3</c>; at most 32 characters.</summary>
    public string? EpisodeDisplay { get; init; }

    /// <summary>The episode's own artwork; null for the show's.</summary>
    public Uri? Image { get; init; }

    /// <summary>Null for the show's.</summary>
    public License? License { get; init; }

    public Location? Location { get; init; }

    /// <summary>In order of their starts, which all differ.</summary>
    public IReadOnlyList<Chapter> Chapters { get; init => field = new ValueList<Chapter>(value); } = ValueList<Chapter>.Empty;

    public IReadOnlyList<Soundbite> Soundbites { get; init => field = new ValueList<Soundbite>(value); } = ValueList<Soundbite>.Empty;

    public IReadOnlyList<AlternateEnclosure> AlternateEnclosures { get; init => field = new ValueList<AlternateEnclosure>(value); } =
        ValueList<AlternateEnclosure>.Empty;

    /// <summary>Drops chapters and soundbites beyond the audio's end, since apps that seek there fail.</summary>
    /// <param name="file">The sidecar's name, for the problems.</param>
    public (EpisodeDetails Details, IReadOnlyList<string> Problems) Within(TimeSpan duration, string file)
    {
        var problems = new List<string>();
        foreach (var late in Chapters.Where(chapter => chapter.Start >= duration))
        {
            problems.Add(
                $"{file}: chapter '{late.Title}' starts at {ClockTime.Short(late.Start)}, after the audio's end at " +
                $"{ClockTime.Short(duration)}; it is ignored. Correct its \"start\".");
        }

        foreach (var late in Soundbites.Where(soundbite => soundbite.Start + soundbite.Duration > duration))
        {
            problems.Add(
                $"{file}: the soundbite at {ClockTime.Short(late.Start)} ends after the audio's end at " +
                $"{ClockTime.Short(duration)}; it is ignored. Correct its \"start\" or \"duration\".");
        }

        return problems.Count == 0 ? (this, problems) : (this with
        {
            Chapters = [.. Chapters.Where(chapter => chapter.Start < duration)],
            Soundbites = [.. Soundbites.Where(soundbite => soundbite.Start + soundbite.Duration <= duration)],
        }, problems);
    }
}

public enum EpisodeType
{
    Full,
    Trailer,

    /// <summary>Extra content: behind the scenes, an interview, another show's episode.</summary>
    Bonus,
}

/// <summary>A part of an episode, which lasts until the next one begins.</summary>
/// <param name="Start">From the episode's beginning, in whole milliseconds.</param>
/// <param name="Title">1 to 128 characters.</param>
/// <param name="Url">A page about the chapter's subject.</param>
/// <param name="Image">Shown instead of the episode's artwork during the chapter.</param>
public sealed record Chapter(TimeSpan Start, string Title, Uri? Url = null, Uri? Image = null)
{
    public const int MaxTitle = 128;

    // Uri equality ignores fragments, which may be all that a producer corrects.
    public bool Equals(Chapter? other) =>
        other is not null
        && (Start, Title, Url?.AbsoluteUri, Image?.AbsoluteUri)
            == (other.Start, other.Title, other.Url?.AbsoluteUri, other.Image?.AbsoluteUri);

    public override int GetHashCode() => HashCode.Combine(Start, Title, Url?.AbsoluteUri, Image?.AbsoluteUri);
}

/// <summary>An excerpt of an episode for previews (<c>podcast:soundbite</c>).</summary>
/// <param name="Start">From the episode's beginning.</param>
/// <param name="Duration">15 to 120 s, as the namespace asks.</param>
/// <param name="Title">At most 128 characters; null for the episode's own.</param>
public sealed record Soundbite(TimeSpan Start, TimeSpan Duration, string? Title = null)
{
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(15);

    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(120);
}

/// <summary>The research paper that an episode explains. Its authors are credited; they did not make the episode.</summary>
/// <param name="Title">Null if only the authors are known.</param>
public sealed record Paper(string? Title, IReadOnlyList<string> Authors, Uri? Url)
{
    // Record equality compares lists by reference and addresses without their fragments; papers are compared by their content.
    public bool Equals(Paper? other) =>
        other is not null && Title == other.Title && Url?.AbsoluteUri == other.Url?.AbsoluteUri && Authors.SequenceEqual(other.Authors);

    public override int GetHashCode() => HashCode.Combine(Title, Url?.AbsoluteUri, Authors.Count);
}

/// <summary>The terms for reuse of the audio (<c>podcast:license</c>).</summary>
/// <param name="Name">An SPDX identifier in lower case, such as <c>cc-by-4.0</c>; or, with <paramref name="Url"/>, any name.</param>
public sealed record License(string Name, Uri? Url = null);

/// <summary>The place that a show or an episode is about (<c>podcast:location</c>).</summary>
/// <param name="Name">For people; 1 to 128 characters.</param>
/// <param name="Geo">Such as <c>geo:30.2672,-97.7431</c> (RFC 5870), or null.</param>
/// <param name="Osm">OpenStreetMap's identifier, such as <c>R113314</c>, or null.</param>
public sealed record Location(string Name, string? Geo = null, string? Osm = null);

/// <summary>The same episode in another form: smaller, better, with pictures (<c>podcast:alternateEnclosure</c>).</summary>
/// <param name="Type">A MIME type, such as <c>audio/opus</c>.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Bitrate">Bits a second, or null.</param>
/// <param name="Title">At most 32 characters, such as <c>Low bandwidth</c>; or null.</param>
/// <param name="Integrity">A Subresource Integrity hash, such as <c>sha384-…</c> (https://www.w3.org/TR/SRI/); or null.</param>
public sealed record AlternateEnclosure(
    Uri Url, string Type, long Length, long? Bitrate = null, string? Title = null, string? Integrity = null);
