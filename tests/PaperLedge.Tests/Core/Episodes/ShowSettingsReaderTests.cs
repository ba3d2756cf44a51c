using System.Text;
using PaperLedge.Cli;
using PaperLedge.Core.Episodes;

namespace PaperLedge.Tests.Core.Episodes;

public class ShowSettingsReaderTests
{
    private const string Minimal =
        """ "title": "T", "description": "D", "language": "en", "author": "A", "category": "Science" """;

    [Fact]
    public void The_minimum_has_defaults_for_the_rest()
    {
        var (settings, problems) = Read("{" + Minimal + "}");

        Assert.Empty(problems);
        Assert.Equal(new ShowSettings("T", "D", "en", "A", null, "Science", null, false, null, null, null, false, true), settings);
    }

    [Theory]
    [InlineData("{}", "'title' is missing")]
    [InlineData("{}", "'author' is missing")]
    [InlineData("""{"category": "Papers"}""", "'Papers' is none of Apple's podcast categories; 'Science' is used")]
    [InlineData("""{"category": "Arts", "subcategory": "Physics"}""", "'Arts' with subcategory 'Physics' is none of Apple's podcast categories; 'Arts' is used")]
    [InlineData("""{"colour": "blue"}""", "unknown field 'colour'")]
    [InlineData("""{"syntheticVoice": 1}""", "'syntheticVoice' must be true or false")]
    public void What_is_missing_or_wrong_is_told(string json, string problem) =>
        Assert.Contains(Read(json).Problems, told => told.Contains(problem, StringComparison.Ordinal));

    [Fact]
    public void The_sample_is_right() =>
        Assert.Empty(ShowSettingsReader.Read(File.ReadAllBytes(Path.Combine(Repository.Samples, "show.json")), "show.json").Problems);

    private static (ShowSettings Settings, IReadOnlyList<string> Problems) Read(string json) =>
        ShowSettingsReader.Read(Encoding.UTF8.GetBytes(json), "show.json");
}
