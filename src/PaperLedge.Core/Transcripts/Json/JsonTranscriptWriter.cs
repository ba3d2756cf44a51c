using System.Buffers;
using System.Globalization;
using System.Text.Json;
using PaperLedge.Core.Text;

namespace PaperLedge.Core.Transcripts.Json;

/// <summary>Writes the Podcasting 2.0 namespace's JSON transcript, version 1.0.0: one entry per segment, times in seconds.</summary>
/// <remarks>
/// Has additional fields (language, provenance, words). Each segment of speech names its language. The words of a segment are in
/// the order of its body, without its spaces.
/// </remarks>
public static class JsonTranscriptWriter
{
    // An hour has nine thousand words; with a line for each field they would be most of the file.
    private static readonly JsonWriterOptions s_compact = JsonText.Options with { Indented = false };

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
            if (segment.Speaker is { Length: > 0 } speaker)
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
        using (var json = new Utf8JsonWriter(buffer, s_compact))
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
