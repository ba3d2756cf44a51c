using System.Text.RegularExpressions;
using PaperLedge.Core.Transcripts.Cues;

namespace PaperLedge.Core.Transcripts.Srt;

/// <summary>
/// Tells <c>Ann: Hello</c> from <c>One thing: hello</c>. A name in front of a text is taken for a speaker where it stands so more than once,
/// or is the narrator's.
/// </summary>
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

    /// <summary>The cue, or where a speaker is named on several of its lines, a cue for each.</summary>
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

        // A name with nothing behind it is all that the cue says.
        var said = parts.Select(part => part.Text.Length > 0 ? part : part with { Text = $"{part.Speaker}:", Speaker = null }).ToList();
        return said.Count > 1 ? CueShare.Out(cue.Start, cue.End, said) : said;
    }

    private (string? Speaker, string Text) Part(string line)
    {
        if (_narratorLabel is not null && line.StartsWith(_narratorLabel, StringComparison.Ordinal) && (line.Length == _narratorLabel.Length || line[_narratorLabel.Length] == ' '))
        {
            return (_narrator, line[_narratorLabel.Length..].TrimStart(' '));
        }

        return Label().Match(line) is { Success: true } match && _names.Contains(match.Groups["name"].Value)
            ? (match.Groups["name"].Value, line[match.Length..].TrimStart(' ', '\t'))
            : (null, line);
    }

    /// <summary>One to six words, with capitals but for those that join names, perhaps a remark in brackets; then a colon.</summary>
    [GeneratedRegex(@"\A(?<name>(?=[^:：]{1,40}[:：])[\p{Lu}\p{Lo}][\p{L}\p{M}\p{N}'’._-]*(?: (?:[\p{Lu}\p{Lo}\p{N}#][\p{L}\p{M}\p{N}'’._-]*…?|(?:of|the|and|van|von|der|den|de|del|di|da|la|le|bin|al|und|zu|&)…?|\([^()]{1,30}\))){0,5})[:：](?:\s|\z)")]
    private static partial Regex Label();
}
