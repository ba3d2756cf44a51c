using PaperLedge.Core.Episodes;

namespace PaperLedge.Core.Feed;

/// <summary>What listeners are told of the voice, in the feed and on every page (Apple's guidelines 1.11 and 1.12).</summary>
public static class Disclosure
{
    public const string SyntheticVoice = "The voice in this podcast is synthetic: the audio is made with AI.";

    /// <summary>The episode's own word counts, else the show's; null if nobody says anything.</summary>
    public static bool? IsMadeWithAi(ShowSettings show, EpisodeMetadata episode) =>
        episode.Details.AiContent ?? (show.SyntheticVoice ? true : null);

    /// <summary>
    /// Of a channel, as the proposal for <c>ai-content</c> has it: true if any episode is, false only if all say that they are
    /// not, else nothing.
    /// </summary>
    public static bool? IsMadeWithAi(ShowSettings show, IReadOnlyCollection<PublishedEpisode> episodes) =>
        episodes.Count == 0 ? (show.SyntheticVoice ? true : null)
        : episodes.Any(episode => IsMadeWithAi(show, episode.Metadata) == true) ? true
        : episodes.All(episode => IsMadeWithAi(show, episode.Metadata) == false) ? false
        : null;
}
