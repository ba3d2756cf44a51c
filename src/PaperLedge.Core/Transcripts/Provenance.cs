using System.Globalization;

namespace PaperLedge.Core.Transcripts;

/// <summary>The sentence that says where a transcript comes from, in every format that can hold one.</summary>
public static class Provenance
{
    public static string Sentence(Transcript transcript)
    {
        var (engine, model) = transcript.Transcriber;
        var machine = $"Transcribed by machine ({PlainText.OneLine(engine)}, model {PlainText.OneLine(model)}) on {Date(transcript.Created)}";
        return transcript.Edited is { } edited ? $"{machine}, corrected by a person on {Date(edited)}." : $"{machine}.";
    }

    private static string Date(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
