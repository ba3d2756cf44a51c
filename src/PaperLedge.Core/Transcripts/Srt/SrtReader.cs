using System.Text.RegularExpressions;
using PaperLedge.Core.Captions;
using PaperLedge.Core.Cues;
using PaperLedge.Core.Text;

namespace PaperLedge.Core.Transcripts.Srt;

/// <remarks>
/// Accepts cues with or without numbers, a comma or a dot in the times, several lines in a cue, blank lines in a cue, no blank
/// line after it, any order, and a byte order mark. Drops markup such as <c>&lt;i&gt;</c>.
/// </remarks>
public static class SrtReader
{
    /// <param name="narrator">Taken for a speaker wherever <c>Name: </c> precedes a text; other names need to do so twice.</param>
    /// <returns>Cues in order of time, which may overlap; one cue for each speaker in a cue. None is empty.</returns>
    /// <exception cref="CaptionException">There is no cue at all, or one without a usable timing.</exception>
    public static IReadOnlyList<Cue> Read(string text, string? narrator = null)
    {
        var lines = CueBlocks.Lines(text);
        var blocks = CueBlocks.Read(lines, keepStrayText: true);
        if (blocks.Count == 0 && !Array.TrueForAll(lines, string.IsNullOrWhiteSpace))
        {
            throw CueBlocks.NoCue(lines);
        }

        var cues = blocks.Select(block => new Cue(block.Timing.Start, block.Timing.End, SrtText.Plain(block.Lines)))
            .Where(cue => cue.Text.Length > 0)
            .OrderBy(cue => cue.Start)
            .ToList();
        var speakers = new SrtSpeakers(cues.Select(cue => cue.Text), narrator);
        return [.. RollUp.Remove(cues).SelectMany(speakers.Split).OrderBy(cue => cue.Start)];
    }
}

/// <summary>Distinguishes <c>Ann: Hello</c> from <c>One thing: hello</c>.</summary>
/// <remarks>A name before a colon is a speaker if it occurs so more than once, or is the narrator's.</remarks>
internal sealed partial class SrtSpeakers
{
    private readonly HashSet<string> _names;
    private readonly string? _narrator;
    private readonly string? _narratorLabel;

    /// <param name="texts">All texts of the file.</param>
    public SrtSpeakers(IEnumerable<string> texts, string? narrator)
    {
        if (PlainText.OneLine(narrator) is { Length: > 0 } name)
        {
            (_narrator, _narratorLabel) = (name, CueShape.Srt.Label(name));
        }

        _names = texts.SelectMany(text => text.Split('\n'))
            .Select(line => Label().Match(line))
            .Where(match => match.Success)
            .CountBy(match => match.Groups["name"].Value)
            .Where(count => count.Value > 1)
            .Select(count => count.Key)
            .ToHashSet(StringComparer.Ordinal);
    }

    // Splits a cue with speakers on several of its lines into a cue for each.
    public IEnumerable<Cue> Split(Cue cue)
    {
        var parts = new List<Cue>();
        foreach (var line in cue.Text.Split('\n'))
        {
            var (speaker, text) = Part(line);
            if (parts.Count > 0 && speaker is null)
            {
                parts[^1] = parts[^1] with { Text = parts[^1].Text.Length > 0 ? $"{parts[^1].Text}\n{text}" : text };
            }
            else
            {
                parts.Add(cue with { Speaker = speaker, Text = text });
            }
        }

        // A name without text after it is the cue's whole text.
        var said = parts.Select(part => part.Text.Length > 0 ? part : part with { Text = $"{part.Speaker}:", Speaker = null }).ToList();
        return said.Count > 1 ? CueShare.Out(cue.Start, cue.End, said) : said;
    }

    private (string? Speaker, string Text) Part(string line)
    {
        if (_narratorLabel is not null
            && line.StartsWith(_narratorLabel, StringComparison.Ordinal)
            && (line.Length == _narratorLabel.Length || line[_narratorLabel.Length] == ' '))
        {
            return (_narrator, line[_narratorLabel.Length..].TrimStart(' '));
        }

        return Label().Match(line) is { Success: true } match && _names.Contains(match.Groups["name"].Value)
            ? (match.Groups["name"].Value, line[match.Length..].TrimStart(' ', '\t'))
            : (null, line);
    }

    // One to six capitalised words, except words that join names, perhaps a remark in brackets; then a colon.
    [GeneratedRegex(
        @"\A(?<name>(?=[^:：]{1,40}[:：])[\p{Lu}\p{Lo}][\p{L}\p{M}\p{N}'’._-]*"
        + @"(?: (?:[\p{Lu}\p{Lo}\p{N}#][\p{L}\p{M}\p{N}'’._-]*…?"
        + @"|(?:of|the|and|van|von|der|den|de|del|di|da|la|le|bin|al|und|zu|&)…?|\([^()]{1,30}\))){0,5})[:：](?:\s|\z)")]
    private static partial Regex Label();
}
