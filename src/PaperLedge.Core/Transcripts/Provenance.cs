using System.Globalization;

namespace PaperLedge.Core.Transcripts;

/// <summary>The sentence that says where a transcript comes from, in every format that can hold one.</summary>
public static class Provenance
{
    /// <summary>The model that comes with the project, by the name that it is asked for with.</summary>
    public const string DemoModel = "demo";

    public static string Sentence(Transcript transcript)
    {
        var (engine, model) = transcript.Transcriber;
        var machine = $"Transcribed by machine ({PlainText.OneLine(engine)}, model {PlainText.OneLine(model)}) on {Date(transcript.Created)}";
        if (transcript.Edited is { } edited)
        {
            return $"{machine}, corrected by a person on {Date(edited)}.";
        }

        return model == DemoModel
            ? $"{machine}. The demo model knows one synthetic voice and misreads many words; a published model reads far better."
            : $"{machine}.";
    }

    private static string Date(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
