using System.Text.RegularExpressions;
using PaperLedge.Core.Cues;
using PaperLedge.Core.Text;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Core.Captions;

/// <summary>Speakers that captions name in their text: <c>Ann: Hello</c>, but not <c>One thing: hello</c>; and <c>&gt;&gt;</c>.</summary>
/// <remarks>
/// A name before a colon is a speaker if it occurs so more than once, if most lines begin with a name, if it follows <c>&gt;&gt;</c>, or
/// if it is the narrator's. In the captions of television, <c>&gt;&gt;</c> marks that another person speaks.
/// </remarks>
internal sealed partial class SpeakerLabels
{
    private readonly HashSet<string> _names;
    private readonly bool _isEachNamed;
    private readonly string? _narrator;
    private readonly string? _narratorLabel;

    /// <param name="texts">All texts of the file.</param>
    public SpeakerLabels(IEnumerable<string> texts, string? narrator)
    {
        if (PlainText.OneLine(narrator) is { Length: > 0 } name)
        {
            (_narrator, _narratorLabel) = (name, CueShape.Srt.Label(name));
        }

        var cues = texts.Select(text => text.Split('\n').Select(line => Label().Match(Unmarked(line))).ToList()).ToList();
        _isEachNamed = cues.Count(lines => lines[0].Success) * 2 > cues.Count;
        _names = cues.SelectMany(lines => lines)
            .Where(match => match.Success)
            .CountBy(match => match.Groups["name"].Value)
            .Where(count => count.Value > 1)
            .Select(count => count.Key)
            .ToHashSet(StringComparer.Ordinal);
        _isEachNamed &= _names.Count > 0;
    }

    /// <summary>Splits a cue with speakers on several of its lines into a cue for each.</summary>
    /// <returns>At least one. The speaker is empty if it is another one, who is not named.</returns>
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

        // A mark without text after it is the cue's whole text.
        var said = parts.Select(part => part.Text.Length > 0 ? part
            : part with { Text = part.Speaker is { Length: > 0 } name ? $"{name}:" : Segment.UnnamedMark, Speaker = null }).ToList();
        return said.Count > 1 ? CueShare.Out(cue.Start, cue.End, said) : said;
    }

    private (string? Speaker, string Text) Part(string line)
    {
        var isChange = Change().Match(line) is { Success: true };
        var unmarked = isChange ? Change().Replace(line, "") : Unmarked(line);
        if (_narratorLabel is not null
            && unmarked.StartsWith(_narratorLabel, StringComparison.Ordinal)
            && (unmarked.Length == _narratorLabel.Length || unmarked[_narratorLabel.Length] == ' '))
        {
            return (_narrator, unmarked[_narratorLabel.Length..].TrimStart(' '));
        }

        if (Label().Match(unmarked) is { Success: true } match
            && (isChange || _isEachNamed || _names.Contains(match.Groups["name"].Value)))
        {
            return (match.Groups["name"].Value, unmarked[match.Length..].TrimStart(' ', '\t'));
        }

        return isChange ? ("", unmarked) : (null, line);
    }

    // Without the dash of a dialogue.
    private static string Unmarked(string line) => Mark().Replace(line, "");

    [GeneratedRegex(@"\A[ \t]*(?:[-–—‐][ \t]*)?>{2,3}[ \t]*")]
    private static partial Regex Change();

    [GeneratedRegex(@"\A[ \t]*(?:[-–—‐][ \t]*)?(?:>{2,3}[ \t]*)?")]
    private static partial Regex Mark();

    // One to six capitalised words, except words that join names, perhaps a remark in brackets; then a colon.
    [GeneratedRegex(
        @"\A(?<name>(?=[^:：]{1,40}[:：])[\p{Lu}\p{Lo}][\p{L}\p{M}\p{N}'’._-]*"
        + @"(?: (?:[\p{Lu}\p{Lo}\p{N}#][\p{L}\p{M}\p{N}'’._-]*…?"
        + @"|(?:of|the|and|van|von|der|den|de|del|di|da|la|le|bin|al|und|zu|&)…?|\([^()]{1,30}\))){0,5})[:：](?:\s|\z)")]
    private static partial Regex Label();
}
