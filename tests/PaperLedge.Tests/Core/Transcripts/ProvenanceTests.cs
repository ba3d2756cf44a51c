using System.Text;
using System.Text.Json;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Tests.Core.Transcripts;

public sealed class ProvenanceTests
{
    private static readonly Transcript s_plain = Samples.Transcript with { Transcriber = new TranscriberIdentity("onnx", "base-q5_1") };

    private static readonly Transcript s_corrected =
        s_plain with { Edited = new DateTimeOffset(2026, 5, 9, 23, 30, 0, TimeSpan.FromHours(-2)) };

    [Fact]
    public void A_transcript_says_what_made_it_and_when() =>
        Assert.Equal("Transcribed by machine (onnx, model base-q5_1) on 2026-05-06.", Provenance.Sentence(s_plain));

    [Fact]
    public void A_corrected_transcript_says_so() =>
        Assert.Equal(
            "Transcribed by machine (onnx, model base-q5_1) on 2026-05-06, corrected by a person on 2026-05-10.",
            Provenance.Sentence(s_corrected));

    [Theory]
    [InlineData("vtt")]
    [InlineData("html")]
    [InlineData("txt")]
    public void Formats_with_room_for_it_tell_of_the_correction(string extension) => Assert.Contains(
        "corrected by a person on 2026-05-10.",
        Encoding.UTF8.GetString(TranscriptRenderer.Render(s_corrected, TranscriptFormat.FromExtension(extension)!)),
        StringComparison.Ordinal);

    [Fact]
    public void Json_tells_whether_and_when()
    {
        Assert.Equal("""{"engine":"onnx","model":"base-q5_1","created":"2026-05-06T20:00:00Z","edited":false}""", Json(s_plain));
        Assert.Equal(
            """{"engine":"onnx","model":"base-q5_1","created":"2026-05-06T20:00:00Z","edited":true,"editedOn":"2026-05-10T01:30:00Z"}""",
            Json(s_corrected));
    }

    private static string Json(Transcript transcript)
    {
        using var json = JsonDocument.Parse(TranscriptRenderer.Render(transcript, TranscriptFormat.Json));
        return JsonSerializer.Serialize(json.RootElement.GetProperty("provenance"));
    }
}
