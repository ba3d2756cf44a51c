using System.Globalization;

namespace PaperLedge.Core.Transcripts.Captions;

/// <summary>Whether captions can be an episode's.</summary>
public static class CaptionCheck
{
    /// <summary>A last caption often lingers, and editors count another few frames.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(5);

    /// <summary>Two lines hold some eighty; this many are minutes of speech in one caption, and a hundred of them still fit in one write to a table.</summary>
    private const int MostCharacters = 5_000;

    /// <param name="segments">In order.</param>
    /// <param name="duration">Of the audio.</param>
    /// <exception cref="TranscriptSyntaxException">They cannot; the message says where, what was found and what to do.</exception>
    public static void Refuse(IReadOnlyList<Segment> segments, TimeSpan duration)
    {
        if (segments.FirstOrDefault(segment => segment.End > duration + Tolerance) is { } late)
        {
            throw new TranscriptSyntaxException(
                $"The cue at {ClockTime.Short(late.Start)} ends at {ClockTime.Short(late.End)}, after the audio, which lasts {ClockTime.Short(duration)}: " +
                "the file probably belongs to other audio. Upload the captions of this one.");
        }

        if (segments.FirstOrDefault(segment => segment.Text.Length > MostCharacters) is { } endless)
        {
            throw new TranscriptSyntaxException(string.Create(
                CultureInfo.InvariantCulture,
                $"The cue at {ClockTime.Short(endless.Start)} holds {endless.Text.Length} characters; a cue has at most {MostCharacters}. Divide it."));
        }
    }
}
