using System.Globalization;
using PaperLedge.Core.Text;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Core.Captions;

/// <summary>Fits captions to the audio that they belong to.</summary>
public static class CaptionCheck
{
    // A file of which one cue in so many is late, or more, belongs to other audio.
    private const int LateShare = 10;

    // Two lines hold about 80 characters. This many are minutes of speech in one caption, and a hundred such captions still
    // fit in one write to a table.
    private const int MostCharacters = 5_000;

    // A last caption often lingers, and editors round up by a few frames.
    private static readonly TimeSpan s_tolerance = TimeSpan.FromSeconds(5);

    /// <param name="segments">In order.</param>
    /// <param name="duration">Of the audio.</param>
    /// <returns>The segments without what comes after the audio, such as credits, and what the producer should know about it.</returns>
    /// <exception cref="CaptionException">They do not fit; the message says where, what was found and what to do.</exception>
    public static (IReadOnlyList<Segment> Segments, IReadOnlyList<string> Warnings) Fit(
        IReadOnlyList<Segment> segments, TimeSpan duration)
    {
        if (segments.FirstOrDefault(segment => segment.Text.Length > MostCharacters) is { } endless)
        {
            throw new CaptionException(string.Create(
                CultureInfo.InvariantCulture,
                $"The cue at {ClockTime.Short(endless.Start)} has {endless.Text.Length} characters; " +
                $"at most {MostCharacters} are allowed. Split it."));
        }

        var late = segments.Where(segment => segment.End > duration + s_tolerance).ToList();
        if (late.Count == 0)
        {
            return (segments, []);
        }

        var first = late[0];
        var isAfter = late.TrueForAll(segment => segment.Start >= duration);
        if (late.Count > Math.Max(1, segments.Count / LateShare) || (isAfter && late.Count == segments.Count))
        {
            throw new CaptionException(
                $"The cue at {ClockTime.Short(first.Start)} ends at {ClockTime.Short(first.End)}, " +
                $"after the audio, which lasts {ClockTime.Short(duration)}; {late.Count} of {segments.Count} cues do: " +
                "the file probably belongs to other audio. Upload the captions of this episode.");
        }

        var fitting = segments
            .Where(segment => segment.End <= duration + s_tolerance || segment.Start < duration)
            .Select(segment => segment.End > duration + s_tolerance ? segment with { End = duration } : segment)
            .ToList();
        var what = late.Count == 1
            ? $"The cue at {ClockTime.Short(first.Start)} lasts"
            : $"{late.Count} cues, the first at {ClockTime.Short(first.Start)}, last";
        return (
            fitting,
            [
                $"{what} until {ClockTime.Short(late[^1].End)}, after the audio, which lasts {ClockTime.Short(duration)}; " +
                "what comes after it is left out.",
            ]);
    }
}

/// <summary>The error for unreadable captions. The message says where, what was found and what was expected.</summary>
public sealed class CaptionException(string message) : Exception(message);
