namespace PaperLedge.Core.Episodes;

/// <summary>What most episodes do without, as their sidecars give it.</summary>
public sealed record EpisodeDetails
{
    public static readonly EpisodeDetails None = new();

    public EpisodeType Type { get; init; }

    /// <summary>True if directories shall not list the episode, which stays in the feed.</summary>
    public bool Block { get; init; }

    /// <summary>Whether the episode is in material part made by AI; null follows <see cref="ShowSettings.SyntheticVoice"/>.</summary>
    public bool? AiContent { get; init; }

    /// <summary>What apps show instead of the episode's number, such as <c>Ch. 3</c>; at most 32 characters.</summary>
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

    /// <summary>What lies beyond the audio's end is left out, since apps that seek there fail.</summary>
    /// <param name="file">The sidecar's name, for the problems.</param>
    public (EpisodeDetails Details, IReadOnlyList<string> Problems) Within(TimeSpan duration, string file)
    {
        var problems = new List<string>();
        foreach (var late in Chapters.Where(chapter => chapter.Start >= duration))
        {
            problems.Add($"{file}: chapter '{late.Title}' starts at {late.Start:c}, after the audio's end at {duration:c}; it is ignored. Correct its \"start\".");
        }

        foreach (var late in Soundbites.Where(soundbite => soundbite.Start + soundbite.Duration > duration))
        {
            problems.Add($"{file}: the soundbite at {late.Start:c} ends after the audio's end at {duration:c}; it is ignored. Correct its \"start\" or \"duration\".");
        }

        return problems.Count == 0 ? (this, problems) : (this with
        {
            Chapters = [.. Chapters.Where(chapter => chapter.Start < duration)],
            Soundbites = [.. Soundbites.Where(soundbite => soundbite.Start + soundbite.Duration <= duration)],
        }, problems);
    }
}
