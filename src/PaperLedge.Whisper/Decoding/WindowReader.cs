using PaperLedge.Whisper.Models;

namespace PaperLedge.Whisper.Decoding;

/// <summary>
/// Turns a window's tokens into timed parts. A window that ends with text and one timestamp is done. One that ends with a
/// pair has begun a segment that it could not finish, and one that was broken off has an unfinished one: recognition goes on
/// where the last finished segment ends.
/// </summary>
internal static class WindowReader
{
    /// <summary>Going on after less than this would read nearly the same audio again.</summary>
    private static readonly TimeSpan s_minAdvance = TimeSpan.FromSeconds(1);

    public static WindowReading Read(DecodedWindow decoded, TimeSpan duration, SpecialTokens tokens)
    {
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

            var time = (token - tokens.FirstTimestamp) * SpecialTokens.TimestampStep;
            time = time < duration ? time : duration;
            if (text.Count > 0)
            {
                parts.Add(new(start, time, [.. text], [.. places]));
                text.Clear();
                places.Clear();
            }

            start = time;
        }

        var endsWithPair = decoded.Tokens is [.., var last, var final] && tokens.IsTimestamp(last) && tokens.IsTimestamp(final);
        var done = parts.Count > 0 ? parts[^1].End : TimeSpan.Zero;
        if ((endsWithPair || !decoded.IsEnded) && done >= s_minAdvance && done < duration)
        {
            return new(parts, done);
        }

        if (text.Count > 0)
        {
            // Without a closing timestamp the text reaches to the window's end.
            parts.Add(new(start, duration, text, places));
        }

        return new(parts, null);
    }
}
