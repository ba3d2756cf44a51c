using System.Text;
using System.Text.Json;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Tests.Core.Transcripts;

public sealed class ProvenanceTests
{
    private static readonly Transcript Demo = Samples.Transcript with { Transcriber = new TranscriberIdentity("onnx", Provenance.DemoModel) };

    private static readonly Transcript Corrected = Demo with { Edited = new DateTimeOffset(2026, 5, 9, 23, 30, 0, TimeSpan.FromHours(-2)) };

    [Fact]
    public void The_demo_model_is_warned_of() =>
        Assert.StartsWith("Transcribed by machine (onnx, model demo) on 2026-05-06. The demo model knows", Provenance.Sentence(Demo), StringComparison.Ordinal);

    [Fact]
    public void A_corrected_transcript_says_so_and_needs_no_warning() =>
        Assert.Equal("Transcribed by machine (onnx, model demo) on 2026-05-06, corrected by a person on 2026-05-10.", Provenance.Sentence(Corrected));

    [Theory]
    [InlineData("vtt")]
    [InlineData("html")]
    [InlineData("txt")]
    public void Formats_with_room_for_it_tell_of_the_correction(string extension) => Assert.Contains(
        "corrected by a person on 2026-05-10.",
        Encoding.UTF8.GetString(TranscriptRenderer.Render(Corrected, TranscriptFormat.FromExtension(extension)!)),
        StringComparison.Ordinal);

    [Fact]
    public void Json_tells_whether_and_when()
    {
        Assert.Equal("""{"engine":"onnx","model":"demo","created":"2026-05-06T20:00:00Z","edited":false}""", Json(Demo));
        Assert.Equal(
            """{"engine":"onnx","model":"demo","created":"2026-05-06T20:00:00Z","edited":true,"editedOn":"2026-05-10T01:30:00Z"}""", Json(Corrected));
    }

    private static string Json(Transcript transcript)
    {
        using var json = JsonDocument.Parse(TranscriptRenderer.Render(transcript, TranscriptFormat.Json));
        return JsonSerializer.Serialize(json.RootElement.GetProperty("provenance"));
    }
}
