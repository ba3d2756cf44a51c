using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Tests.Core.Episodes;

public class RevisionTests
{
    private const string Engine = "onnx 1 base-q5_1";

    private static readonly TranscriptionOptions s_options = new("de", ["Ada", "Bob"]) { LikelyLanguage = "fr" };

    [Fact]
    public void The_quotes_that_Event_Grid_adds_do_not_matter()
    {
        Assert.Equal(Revision.Of("0x8DC", Engine, s_options), Revision.Of("\"0x8DC\"", Engine, s_options));
        Assert.Equal(AudioVersion.Of("0x8DC"), AudioVersion.Of("\"0x8DC\""));
    }

    [Fact]
    public void Everything_that_changes_the_text_makes_another_revision()
    {
        Revision[] revisions =
        [
            Revision.Of("a", Engine, s_options),
            Revision.Of("b", Engine, s_options),
            Revision.Of("a", "onnx 2 base-q5_1", s_options),
            Revision.Of("a", Engine, s_options with { Language = "en" }),
            Revision.Of("a", Engine, s_options with { Language = null }),
            Revision.Of("a", Engine, s_options with { LikelyLanguage = null }),
            Revision.Of("a", Engine, s_options with { Translate = true }),
            Revision.Of("a", Engine, s_options with { Prompt = ["Ada Bob"] }),
            Revision.Of("a", Engine, s_options with { Prompt = ["Bob", "Ada"] }),
            Revision.Of("a", Engine, s_options with { Prompt = null }),
        ];

        Assert.Equal(revisions.Length, revisions.Distinct().Count());
    }

    [Fact]
    public void A_revision_reads_back()
    {
        var revision = Revision.Of("a", Engine, s_options);
        Assert.Equal(revision, Revision.Parse(revision.Value));
        Assert.Equal(AudioVersion.Of("a"), AudioVersion.Parse(AudioVersion.Of("a").Value));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0123456789ABCDEF")]
    [InlineData("0123456789abcde")]
    [InlineData("0123456789abcdeg")]
    public void Anything_else_is_none(string? text) => Assert.False(Revision.TryParse(text, out _));
}
