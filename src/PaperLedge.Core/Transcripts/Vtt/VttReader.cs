using System.Text.RegularExpressions;
using PaperLedge.Core.Captions;
using PaperLedge.Core.Cues;
using PaperLedge.Core.Text;

namespace PaperLedge.Core.Transcripts.Vtt;

/// <remarks>
/// Accepts files with or without header metadata, cue ids, NOTE, STYLE and REGION blocks, cue settings, hours, a byte order mark,
/// correct blank lines, and order. Drops tags except speakers' names and languages.
/// </remarks>
public static partial class VttReader
{
    private const string Signature = "WEBVTT";

    /// <param name="narrator">As in <see cref="Srt.SrtReader"/>, for files that name speakers in the text and not by tags.</param>
    /// <returns>Cues in order of time, which may overlap; one cue for each voice in a cue. None is empty.</returns>
    /// <exception cref="CaptionException">The text is not WebVTT, or many cues have no usable timing.</exception>
    internal static IReadOnlyList<Cue> Read(string text, LineWarnings warnings, string? narrator = null)
    {
        if (text.Contains("\r\r\n", StringComparison.Ordinal))
        {
            warnings.Add(
                1, "the lines end with CR CR LF, which players read as empty lines. Save the file with the line ends LF or CR LF.");
        }

        var lines = CueBlocks.Lines(text);
        var first = Array.FindIndex(lines, line => !string.IsNullOrWhiteSpace(line));
        var signed = first >= 0 && IsSignature(lines[first]);
        var blocks = signed || IsVtt(lines)
            ? CueBlocks.Read(signed ? Unsigned(lines, first) : lines, keepStrayText: false, warnings)
            : throw new CaptionException(
            "Line 1: a WebVTT file begins with 'WEBVTT'. Add that line, or name the file .srt if it is SRT.");
        var cues = RollUp.Remove([.. blocks.SelectMany(Cues).OrderBy(cue => cue.Start)]);
        var hasVoices = cues.Any(cue => cue.Speaker is not null);
        var speakers = hasVoices ? new SpeakerLabels([], narrator: null) : new SpeakerLabels(cues.Select(cue => cue.Text), narrator);
        return [.. cues.SelectMany(cue => cue.Speaker is null ? speakers.Split(cue) : [cue]).OrderBy(cue => cue.Start)];
    }

    /// <returns>The language that the header names, as a BCP 47 tag; null if it names none.</returns>
    internal static string? FindLanguage(string text) => CueBlocks.Lines(text)
        .SkipWhile(string.IsNullOrWhiteSpace)
        .TakeWhile(line => !string.IsNullOrWhiteSpace(line))
        .Select(line => HeaderLanguage().Match(line).Groups["tag"])
        .FirstOrDefault(tag => tag.Success && LanguageTag.IsTag(tag.Value))?.Value;

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

    [GeneratedRegex(@"\ALanguage[ \t]*[:=][ \t]*(?<tag>[A-Za-z0-9-]+)[ \t]*\z", RegexOptions.IgnoreCase)]
    private static partial Regex HeaderLanguage();
}
