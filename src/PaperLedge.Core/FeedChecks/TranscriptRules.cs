using PaperLedge.Core.Transcripts;

namespace PaperLedge.Core.FeedChecks;

/// <summary>Checks <c>podcast:transcript</c>, whose type decides whether an app even tries to read it.</summary>
internal static class TranscriptRules
{
    private const string Rule = "transcript";

    private static readonly string[] s_known = [.. TranscriptFormat.All.Select(format => format.MediaType)];

    // Types that some hosts serve, each with the type that apps expect.
    private static readonly Dictionary<string, string> s_aliases = new(StringComparer.OrdinalIgnoreCase)
    {
        ["application/srt"] = "application/x-subrip",
        ["application/x-srt"] = "application/x-subrip",
        ["application/subrip"] = "application/x-subrip",
        ["text/srt"] = "application/x-subrip",
        ["text/x-srt"] = "application/x-subrip",
        ["text/vtt+captions"] = "text/vtt",
        ["text/webvtt"] = "text/vtt",
        ["text/x-vtt"] = "text/vtt",
        ["application/vtt"] = "text/vtt",
        ["application/x-vtt"] = "text/vtt",
        ["text/json"] = "application/json",
        ["application/html"] = "text/html",
        ["application/xhtml+xml"] = "text/html",
        ["text/txt"] = "text/plain",
    };

    public static void Check(Scope scope, FeedElement transcript)
    {
        AddressRules.Required(scope, Rule, transcript, "url");
        CheckType(scope, transcript);
        if (transcript["language"] is { } language)
        {
            ValueRules.Language(scope, Rule, transcript, $"{transcript.Tag}'s language", language);
        }

        if (transcript["rel"] is { } relation and not "captions")
        {
            scope.Warning(
                Rule,
                transcript,
                $"{transcript.Tag}'s rel is {Scope.Quote(relation)}, which apps do not know.",
                "Write captions if the text has times, or leave rel out.");
        }
    }

    private static void CheckType(Scope scope, FeedElement transcript)
    {
        var list = string.Join(", ", s_known);
        if (transcript["type"] is not { Length: > 0 } given)
        {
            scope.Error(Rule, transcript, $"{transcript.Tag} has no type.", $"Write one of {list}.");
            return;
        }

        // Such as "text/html; charset=utf-8".
        var type = given.Split(';')[0].TrimEnd();
        if (!s_known.Contains(type, StringComparer.OrdinalIgnoreCase))
        {
            var remedy = s_aliases.TryGetValue(type, out var right) ? $"Write {right}." : $"Offer one of {list} too.";
            scope.Warning(Rule, transcript, $"{transcript.Tag}'s type is {Scope.Quote(type)}, which most apps do not read.", remedy);
        }
    }
}
