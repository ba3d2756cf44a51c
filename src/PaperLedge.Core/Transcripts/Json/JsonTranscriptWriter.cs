using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace PaperLedge.Core.Transcripts.Json;

/// <summary>
/// The Podcasting 2.0 namespace's JSON transcript, version 1.0.0: one entry a segment, times in seconds.
/// Fields that it does not know (language, provenance, words) stand beside those that it does. Each segment of speech names its language;
/// the words of a segment are in the order of its body, whose spaces are in none of them.
/// </summary>
public static class JsonTranscriptWriter
{
    /// <summary>An hour has nine thousand words; a line for each of their fields would be most of the file.</summary>
    private static readonly JsonWriterOptions Compact = JsonText.Options with { Indented = false };

    public static byte[] Write(Transcript transcript)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, JsonText.Options))
        {
            json.WriteStartObject();
            json.WriteString("version", "1.0.0");
            json.WriteString("title", PlainText.OneLine(transcript.Title));
            json.WriteString("language", PlainText.OneLine(transcript.Language));
            WriteProvenance(json, transcript);
            WriteSegments(json, transcript);
            json.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }

    private static void WriteProvenance(Utf8JsonWriter json, Transcript transcript)
    {
        json.WriteStartObject("provenance");
        json.WriteString("engine", PlainText.OneLine(transcript.Transcriber.Engine));
        json.WriteString("model", PlainText.OneLine(transcript.Transcriber.Model));
        json.WriteString("created", transcript.Created.UtcDateTime);
        json.WriteBoolean("edited", transcript.Edited is not null);
        if (transcript.Edited is { } edited)
        {
            json.WriteString("editedOn", edited.UtcDateTime);
        }

        json.WriteEndObject();
    }

    private static void WriteSegments(Utf8JsonWriter json, Transcript transcript)
    {
        json.WriteStartArray("segments");
        foreach (var segment in Timeline.Of(transcript))
        {
            json.WriteStartObject();
            if (segment.Speaker is { } speaker)
            {
                json.WriteString("speaker", speaker);
            }

            JsonText.WriteSeconds(json, "startTime", segment.Start);
            JsonText.WriteSeconds(json, "endTime", segment.End);
            json.WriteString("body", segment.Text);
            if (segment.Kind == SegmentKind.Speech)
            {
                json.WriteString("language", PlainText.OneLine(segment.Language ?? transcript.Language));
            }

            if (TimedWords.Of(segment) is { Count: > 0 } words)
            {
                json.WritePropertyName("words");
                json.WriteRawValue(Words(words));
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static ReadOnlySpan<byte> Words(IReadOnlyList<(Word Word, bool Spaced)> words)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Compact))
        {
            json.WriteStartArray();
            foreach (var (word, _) in words)
            {
                json.WriteStartObject();
                JsonText.WriteSeconds(json, "startTime", word.Start);
                JsonText.WriteSeconds(json, "endTime", word.End);
                json.WriteString("body", word.Text);
                json.WritePropertyName("probability");
                json.WriteRawValue(Math.Clamp(word.Probability, 0, 1).ToString("0.###", CultureInfo.InvariantCulture));
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return buffer.WrittenSpan;
    }
}
