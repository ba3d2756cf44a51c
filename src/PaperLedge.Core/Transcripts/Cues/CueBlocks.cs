namespace PaperLedge.Core.Transcripts.Cues;

/// <summary>
/// What WebVTT and SRT have in common: blocks between blank lines, of which those with a timing line are cues.
/// An id or a number in front of the timing and blocks without one (NOTE, STYLE, REGION) are passed over.
/// </summary>
internal static class CueBlocks
{
    /// <summary>A day of speech has about twenty thousand.</summary>
    public const int MostCues = 50_000;

    /// <summary>At least one line; any of the line ends that editors write, no byte order mark.</summary>
    public static string[] Lines(string text) =>
        text.TrimStart('\uFEFF').Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n');

    /// <param name="keepStrayText">
    /// Whether text behind a blank line belongs to the cue in front of it: some tools leave blank lines in SRT cues. In WebVTT it may be anything.
    /// </param>
    /// <returns>Cues in the file's order; of some the text is empty.</returns>
    /// <exception cref="TranscriptSyntaxException">A line in the place of a timing is none, or there are too many cues.</exception>
    public static List<CueBlock> Read(string[] lines, bool keepStrayText)
    {
        var cues = new List<CueBlock>();
        var inCue = false;
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i];
            // WebVTT's blocks end at an empty line; one with a space is a line of the cue, which YouTube writes to hold a place.
            if (keepStrayText ? string.IsNullOrWhiteSpace(line) : line.Length == 0)
            {
                inCue = false;
            }
            else if (CueTiming.Of(line) is { } timing)
            {
                if (cues.Count == MostCues)
                {
                    throw new TranscriptSyntaxException($"Line {i + 1}: more than {MostCues:N0} cues, which is more than a day of speech has. Check that the file is the captions of one episode.");
                }

                cues.Add(new CueBlock(i + 1, timing, []));
                inCue = true;
            }
            else if (!inCue && IsComment(line))
            {
                i = EndOfBlock(lines, i);
            }
            else if (IsBrokenTiming(line, inCue, keepStrayText && cues.Count > 0))
            {
                throw CueTiming.Broken(line, i + 1);
            }
            else if ((inCue || (keepStrayText && cues.Count > 0)) && !IsNumber(lines, i) && !string.IsNullOrWhiteSpace(line))
            {
                cues[^1].Lines.Add(line.Trim(' ', '\t'));
            }
        }

        return cues;
    }

    public static TranscriptSyntaxException NoCue(string[] lines)
    {
        var first = Math.Max(0, Array.FindIndex(lines, line => !string.IsNullOrWhiteSpace(line)));
        var found = PlainText.Shorten(PlainText.OneLine(lines[first].Length > 200 ? lines[first][..200] : lines[first]), 60);
        return new TranscriptSyntaxException(
            $"Line {first + 1}: '{found}' begins the file. No cue was found in it. A cue has a line such as 00:01:02.000 --> 00:01:04.500 and text below it; save the file as SRT or WebVTT.");
    }

    /// <summary>In a cue's text an arrow may point at anything; where a timing stands it may not.</summary>
    private static bool IsBrokenTiming(string line, bool inCue, bool mayBeText) =>
        line.Contains(CueTiming.Arrow, StringComparison.Ordinal)
        && (inCue ? char.IsAsciiDigit(line.TrimStart()[0]) && CueTiming.IsMeant(line) : !mayBeText || CueTiming.IsMeant(line));

    private static bool IsNumber(string[] lines, int index) =>
        index + 1 < lines.Length && lines[index].AsSpan().Trim().IndexOfAnyExceptInRange('0', '9') < 0 && CueTiming.Of(lines[index + 1]) is not null;

    private static bool IsComment(string line) => line.TrimEnd() is "NOTE" or "STYLE" or "REGION" || line.StartsWith("NOTE ", StringComparison.Ordinal) || line.StartsWith("NOTE\t", StringComparison.Ordinal);

    /// <summary>The first blank line at or after this one, or the end.</summary>
    private static int EndOfBlock(string[] lines, int from)
    {
        var blank = Array.FindIndex(lines, from, string.IsNullOrWhiteSpace);
        return blank < 0 ? lines.Length : blank;
    }
}
