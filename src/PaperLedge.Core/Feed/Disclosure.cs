using PaperLedge.Core.Episodes;
using PaperLedge.Core.Shows;

namespace PaperLedge.Core.Feed;

/// <summary>The disclosure of synthetic voices, in the feed and on every page (Apple's guidelines 1.11 and 1.12).</summary>
public static class Disclosure
{
    public const string SyntheticVoice = "The voice in this podcast is synthetic: the audio is made with AI.";

    /// <returns>The episode's own setting, else the show's; null if neither is set.</returns>
    public static bool? IsMadeWithAi(ShowSettings show, EpisodeMetadata episode) =>
        episode.Details.AiContent ?? (show.SyntheticVoice ? true : null);

    /// <summary>Returns the value for a channel, as the proposal for <c>ai-content</c> defines it.</summary>
    /// <returns>True if any episode is made with AI, false only if all say that they are not, else null.</returns>
    public static bool? IsMadeWithAi(ShowSettings show, IReadOnlyCollection<PublishedEpisode> episodes) =>
        episodes.Count == 0 ? (show.SyntheticVoice ? true : null)
        : episodes.Any(episode => IsMadeWithAi(show, episode.Metadata) == true) ? true
        : episodes.All(episode => IsMadeWithAi(show, episode.Metadata) == false) ? false
        : null;
}
