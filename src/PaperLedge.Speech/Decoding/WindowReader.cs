using PaperLedge.Speech.Ggml;
using PaperLedge.Speech.Windows;

namespace PaperLedge.Speech.Decoding;

/// <summary>Splits a window's tokens into timed parts and finds what must be read again.</summary>
internal static class WindowReader
{
    // Continuing after less than this would read nearly the same audio again.
    private static readonly TimeSpan s_minAdvance = TimeSpan.FromSeconds(1);

    // The rest of a window is read again only if it may hold a word.
    private static readonly TimeSpan s_minVoiced = TimeSpan.FromSeconds(0.3);

    // Speech after the last timestamp that the model did not write down: more than a word or two.
    private static readonly TimeSpan s_lostAtEnd = TimeSpan.FromSeconds(1.5);

    // The same between two segments.
    private static readonly TimeSpan s_lostBetween = TimeSpan.FromSeconds(3);

    public static WindowReading Read(DecodedWindow decoded, AudioWindow window, SpecialTokens tokens)
    {
        var duration = window.Duration;
        var parts = new List<WindowPart>();
        var (text, places) = (new List<int>(), new List<int>());
        var start = TimeSpan.Zero;
        for (var place = 0; place < decoded.Tokens.Count; place++)
        {
            var token = decoded.Tokens[place];
            if (!tokens.IsTimestamp(token))
            {
                text.Add(token);
                places.Add(place);
                continue;
            }

            var time = tokens.TimeOf(token);
            time = time < duration ? time : duration;
            if (text.Count > 0)
            {
                parts.Add(new(start, time, [.. text], [.. places]));
                text.Clear();
                places.Clear();
            }

            start = time;
        }

        // A window that ends with text and one timestamp is done, unless speech follows. One that ends with a pair has begun a segment that
        // it could not finish, and one that was broken off has an unfinished segment: reading continues where the last finished segment
        // ends.
        var endsWithPair = decoded.Tokens is [.., var last, var final] && tokens.IsTimestamp(last) && tokens.IsTimestamp(final);
        var done = parts.Count > 0 ? parts[^1].End : TimeSpan.Zero;
        var isUnfinished = (endsWithPair || !decoded.IsEnded) && done >= s_minAdvance && done < duration;
        if (text.Count > 0 && !isUnfinished)
        {
            // Without a closing timestamp the text reaches to the window's end.
            parts.Add(new(start, duration, text, places));
            done = duration;
        }

        var rest = isUnfinished && window.VoicedBetween(done, duration) >= s_minVoiced ? window.Between(done, duration) : null;
        return new(parts, rest, done);
    }

    /// <returns>Stretches of a window with speech that no part covers.</returns>
    public static IEnumerable<AudioWindow> Lost(WindowReading reading, AudioWindow window)
    {
        if (!window.IsHeard)
        {
            yield break;
        }

        var end = TimeSpan.Zero;
        foreach (var part in reading.Parts)
        {
            if (window.VoicedBetween(end, part.Start) >= s_lostBetween)
            {
                yield return window.Between(end, part.Start);
            }

            end = part.End;
        }

        if (reading.Rest is null && reading.Done > TimeSpan.Zero && window.VoicedBetween(reading.Done, window.Duration) >= s_lostAtEnd)
        {
            yield return window.Between(reading.Done, window.Duration);
        }
    }
}

/// <param name="Parts">Each with text.</param>
/// <param name="Rest">The part that the model began and did not finish, to be read next; null if the window is done.</param>
/// <param name="Done">How far the window has been read, from its start.</param>
internal sealed record WindowReading(IReadOnlyList<WindowPart> Parts, AudioWindow? Rest, TimeSpan Done);

/// <param name="Start">From the window's start.</param>
/// <param name="End">From the window's start.</param>
/// <param name="Places">Index of each token among all tokens of the window.</param>
internal sealed record WindowPart(TimeSpan Start, TimeSpan End, IReadOnlyList<int> Tokens, IReadOnlyList<int> Places);
