using System.Text;
using PaperLedge.Core.Captions;

namespace PaperLedge.Tests.Core.Captions;

/// <summary>What is wrong with a file that is published all the same is reported, with its lines and what to do.</summary>
public sealed class CaptionWarningTests
{
    [Theory]
    [InlineData("a.srt", "1\n00:00:01,000 --> 00:00:02,000\nOne\n\n2\n00:00:03,000 --> soon\nTwo\n", "Line 6: the timing cannot be read")]
    [InlineData("a.srt", "1\n00:00:02,000 --> 00:00:01,000\nOne\n", "Line 2: the cue ends before it starts")]
    [InlineData("a.vtt", "WEBVTT\r\r\n\r\r\n00:01.000 --> 00:02.000\r\r\nOne\r\r\n", "Line 1: the lines end with CR CR LF")]
    public void Damage_is_reported_with_its_line(string name, string file, string warning) =>
        Assert.StartsWith(
            warning, Assert.Single(CaptionFile.Read(Encoding.UTF8.GetBytes(file), name, null, ["en"]).Warnings), StringComparison.Ordinal);

    [Fact]
    public void One_warning_names_several_lines()
    {
        var cues = Enumerable.Range(1, 100).Select(number => number % 12 == 0
            ? $"{number}\n00:00:{number % 60:00},000 --> soon\nLost\n"
            : $"{number}\n00:{number / 60:00}:{number % 60:00},000 --> 00:{number / 60:00}:{number % 60:00},900\nWord {number}\n");

        var captions = CaptionFile.Read(Encoding.UTF8.GetBytes(string.Join('\n', cues)), "a.srt", null, ["en"]);

        Assert.Equal(92, captions.Segments.Count);
        Assert.StartsWith(
            "Lines 46, 94, 142, 190, 238 and 3 more: the timing cannot be read",
            Assert.Single(captions.Warnings),
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_language_of_a_header_is_read()
    {
        var file = "WEBVTT - x\nKind: captions\nLanguage: he\n\n00:01.000 --> 00:02.000\nשלום\n"u8.ToArray();

        Assert.Equal("he", CaptionFile.Read(file, "a.vtt", null, ["en"]).Language);
    }
}
