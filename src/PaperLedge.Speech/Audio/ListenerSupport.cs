using PaperLedge.Core.Episodes;

namespace PaperLedge.Speech.Audio;

/// <summary>Decides in what form listeners get an upload: as it is, or encoded.</summary>
/// <remarks>
/// Apple Podcasts takes MP3, M4A, MP4, MOV and M4V. Source: https://podcasters.apple.com/support/893-audio-requirements.
/// </remarks>
public static class ListenerSupport
{
    private const string Remedy = """Set "encode": "mp3" in show.json to publish MP3 files made from your uploads, or export MP3 or M4A.""";

    // What MP4 files hold on phones and in editors besides AAC, and browsers and apps decode.
    private static readonly HashSet<string> s_mp4Codecs = ["aac", "mp3", "alac", "flac", "opus", "ac3", "eac3"];

    /// <param name="wanted">As the show has it; null to publish uploads as they are.</param>
    /// <returns>The format to encode to, or null; and what the producer should know about it, or null.</returns>
    public static (EncodedFormat? Encode, string? Warning) Decide(AudioProbeResult probe, EncodedFormat? wanted)
    {
        if (wanted is { } format)
        {
            var warning = probe.HasPicture ? $"The file is a video; listeners get its sound alone, as {NameOf(format)}." : null;
            return (format, warning);
        }

        if (!IsPlayed(probe))
        {
            var picture = probe.HasPicture ? ", without its pictures" : "";
            return (
                EncodedFormat.Mp3,
                $"Podcast apps do not play {Describe(probe)}, so listeners get it as MP3{picture}. " +
                """Set "encode" in show.json to "mp3" or "m4a" to choose the format for all episodes.""");
        }

        return (null, WarningFor(probe));
    }

    private static bool IsPlayed(AudioProbeResult probe) =>
        probe.Format.IsForListeners && (probe.Format != AudioFormat.Mp4 || s_mp4Codecs.Contains(probe.Codec));

    private static string? WarningFor(AudioProbeResult probe)
    {
        if (probe.HasPicture)
        {
            return "The file is a video: its pictures are published too, and many podcast apps do not play video. " +
                """Set "encode": "m4a" in show.json to publish the sound alone, or export it as MP3 or M4A.""";
        }

        if (probe.Format == AudioFormat.Mp3 && probe.Codec is "mp2" or "mp1")
        {
            return $"The sound is MPEG layer {(probe.Codec == "mp2" ? "II" : "I")}, which many apps cannot play. {Remedy}";
        }

        if (probe.Format == AudioFormat.Mp4 && probe.Codec is not ("aac" or "mp3"))
        {
            return $"The sound is {probe.Codec.ToUpperInvariant()}, which many apps other than Apple's cannot play. {Remedy}";
        }

        return probe.Format == AudioFormat.Ogg || probe.Format == AudioFormat.Flac || probe.Format == AudioFormat.Wav
            ? $"Apple Podcasts and many other apps do not play {Describe(probe)}. {Remedy}"
            : null;
    }

    private static string Describe(AudioProbeResult probe) =>
        probe.Format == AudioFormat.Ogg || probe.Format == AudioFormat.Mp4 || probe.Format == AudioFormat.Matroska
            ? $"{probe.Format} files with {probe.Codec}"
            : $"{probe.Format} files";

    private static string NameOf(EncodedFormat format) => format == EncodedFormat.Mp3 ? "MP3" : "M4A";
}
