namespace PaperLedge.Core.Feed;

/// <summary>What listeners are told of the voice, in the feed and on every page (Apple's guidelines 1.11 and 1.12).</summary>
public static class Disclosure
{
    public const string SyntheticVoice = "The voice in this podcast is synthetic: the audio is made with AI.";
}
