using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Tests.Core.Episodes;

public class RevisionTests
{
    private static readonly TranscriberIdentity Transcriber = new("onnx", "base-q5_1");

    [Fact]
    public void The_quotes_that_Event_Grid_adds_do_not_matter() =>
        Assert.Equal(Revision.Of("0x8DC", Transcriber, new TranscriptionOptions()), Revision.Of("\"0x8DC\"", Transcriber, new TranscriptionOptions()));

    [Fact]
    public void Another_upload_engine_model_or_language_is_another_revision()
    {
        Revision[] revisions =
        [
            Revision.Of("a", Transcriber, new TranscriptionOptions()),
            Revision.Of("b", Transcriber, new TranscriptionOptions()),
            Revision.Of("a", Transcriber with { Engine = "whisper.net" }, new TranscriptionOptions()),
            Revision.Of("a", Transcriber with { Model = "base" }, new TranscriptionOptions()),
            Revision.Of("a", Transcriber, new TranscriptionOptions("de")),
        ];

        Assert.Equal(revisions.Length, revisions.Distinct().Count());
    }

    [Fact]
    public void A_revision_reads_back()
    {
        var revision = Revision.Of("a", Transcriber, new TranscriptionOptions());
        Assert.Equal(revision, Revision.Parse(revision.Value));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0123456789ABCDEF")]
    [InlineData("0123456789abcde")]
    [InlineData("0123456789abcdeg")]
    public void Anything_else_is_none(string? text) => Assert.False(Revision.TryParse(text, out _));
}
