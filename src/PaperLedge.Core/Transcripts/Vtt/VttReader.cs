using PaperLedge.Core.Captions;
using PaperLedge.Core.Cues;

namespace PaperLedge.Core.Transcripts.Vtt;

/// <remarks>
/// Accepts files with or without header metadata, cue ids, NOTE, STYLE and REGION blocks, cue settings, hours, a byte order mark,
/// correct blank lines, and order. Drops tags except speakers' names and languages.
/// </remarks>
public static class VttReader
{
    private const string Signature = "WEBVTT";

    /// <returns>Cues in order of time, which may overlap; one cue for each voice in a cue. None is empty.</returns>
    /// <exception cref="CaptionException">The text is not WebVTT, or has a cue without a usable timing.</exception>
    public static IReadOnlyList<Cue> Read(string text)
    {
        var lines = CueBlocks.Lines(text);
        var first = Array.FindIndex(lines, line => !string.IsNullOrWhiteSpace(line));
        var signed = first >= 0 && IsSignature(lines[first]);
        var blocks = signed || IsVtt(lines)
            ? CueBlocks.Read(signed ? Unsigned(lines, first) : lines, keepStrayText: false)
            : throw new CaptionException(
            "Line 1: a WebVTT file begins with 'WEBVTT'. Add that line, or name the file .srt if it is SRT.");
        return RollUp.Remove([.. blocks.SelectMany(Cues).OrderBy(cue => cue.Start)]);
    }

    internal static bool IsSignature(string line) =>
        line.StartsWith(Signature, StringComparison.Ordinal) && (line.Length == Signature.Length || line[Signature.Length] is ' ' or '\t');

    // Recognises WebVTT without its first line: SRT has commas and always hours.
    internal static bool IsVtt(string[] lines) =>
        lines.Select(CueTiming.Of).FirstOrDefault(timing => timing is not null) is { } timing && timing.Decimal != ',';

    // Removes the signature but keeps its line, since errors report line numbers.
    private static string[] Unsigned(string[] lines, int signature) => [.. lines.Select((line, i) => i == signature ? "" : line)];

    private static IEnumerable<Cue> Cues(CueBlock block)
    {
        var voices = VttText.Voices(string.Join('\n', block.Lines))
            .Select(voice => new Cue(block.Timing.Start, block.Timing.End, voice.Text, voice.Speaker) { Language = voice.Language })
            .ToList();
        return voices.Count > 1 ? CueShare.Out(block.Timing.Start, block.Timing.End, voices) : voices;
    }
}
