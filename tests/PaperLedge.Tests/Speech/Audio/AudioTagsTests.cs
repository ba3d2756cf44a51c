using FsCheck.Xunit;
using PaperLedge.Speech.Audio;

namespace PaperLedge.Tests.Speech.Audio;

public sealed class AudioTagsTests
{
    [Fact]
    public void Control_characters_go_and_lines_stay_where_they_may()
    {
        var (tags, problems) = Read(
            "mp3", ("TITLE", " \u0000A\u001b[31m\r\ntitle\u0007\uFFFF "), ("TDES", "one\r\ntwo\u0001"), ("track", "\u0001 \u0002 \t\n "));

        Assert.Equal(new AudioTags(Title: "A[31m title", Description: "one\ntwo"), tags);
        Assert.Empty(problems);
    }

    [Theory]
    [InlineData("mp3", "TDES", "notes")]
    [InlineData("mp3", "TDS", "notes")]
    [InlineData("mp3", "description", "notes")]
    [InlineData("aac", "TDES", "notes")]
    [InlineData("m4a", "description", "notes")]
    [InlineData("m4a", "synopsis", "notes")]
    [InlineData("flac", "DESCRIPTION", "notes")]
    [InlineData("ogg", "description", "notes")]
    [InlineData("wav", "TDES", "notes")]
    [InlineData("wav", "description", null)]
    [InlineData("mp3", "comment", null)]
    [InlineData("mp3", "iTunNORM", null)]
    [InlineData("mp3", "lyrics-eng", null)]
    [InlineData("mp3", "encoder", null)]
    [InlineData("mp3", "TIT3", null)]
    [InlineData("mp3", "WXXX", null)]
    [InlineData("m4a", "comment", null)]
    [InlineData("m4a", "lyrics", null)]
    [InlineData("flac", "COMMENT", null)]
    [InlineData("ogg", "synopsis", null)]
    [InlineData("wav", "comment", null)]
    public void Show_notes_come_only_from_fields_that_are_meant_for_them(string extension, string name, string? notes) =>
        Assert.Equal(notes, Read(extension, (name, "notes")).Tags.Description);

    [Fact]
    public void The_longer_description_of_an_MP4_comes_first() =>
        Assert.Equal("long", Read("m4a", ("description", "short"), ("synopsis", "long")).Tags.Description);

    [Fact]
    public void A_tag_that_is_not_readable_is_left_out_with_a_warning_and_the_next_one_counts()
    {
        var (tags, problems) = Read(
            "mp3", ("title", "Ïðèâåò"), ("TDES", "\uFFFD\uFFFDabc"), ("description", "Readable"), ("comment", "Ïðèâåò"));

        Assert.Equal(new AudioTags(Description: "Readable"), tags);
        Assert.Collection(
            problems,
            problem => Assert.StartsWith("The tag 'title' is not readable text ('Ïðèâåò'), and is", problem, StringComparison.Ordinal),
            problem => Assert.StartsWith("The tag 'TDES' is not readable text", problem, StringComparison.Ordinal));
        Assert.All(problems, problem => Assert.Contains("UTF-8 (ID3v2.4)", problem, StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_too_long_is_cut_with_a_warning()
    {
        var (tags, problems) = Read("mp3", ("title", new string('t', 300)), ("TDES", new string('d', 30_001)));

        Assert.Equal((255, 30_000), (tags.Title!.Length, tags.Description!.Length));
        Assert.Equal(2, problems.Count);
    }

    [Property]
    public bool A_tag_of_any_text_can_be_written_as_XML(string?[] values)
    {
        string[] names = ["title", "TDES", "description", "track", "comment"];
        var given = names.Zip(values).Select(pair => (pair.First, pair.Second ?? "")).ToArray();
        var (tags, problems) = Read("mp3", given);
        return new[] { tags.Title, tags.Description, tags.Track }
            .OfType<string>()
            .Concat(problems)
            .All(text => text.Trim().Length > 0 && System.Xml.XmlConvert.VerifyXmlChars(text) == text);
    }

    private static (AudioTags Tags, IReadOnlyList<string> Problems) Read(string extension, params (string Name, string Value)[] tags) =>
        AudioTags.From(
            AudioFormat.All.Single(format => format.Extensions[0] == extension),
            tags.Select(tag => KeyValuePair.Create(tag.Name, tag.Value)));
}
