using System.Text;
using FsCheck.Xunit;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.ProducerFiles;

namespace PaperLedge.Tests.Core.ProducerFiles;

public class SidecarReaderTests
{
    private const string File = "first.json";

    [Fact]
    public void Every_field_is_read()
    {
        var (sidecar, problems) = Read("""
            {
              "title": "  Attention,\n explained ",
              "description": "One.\r\n\r\n*Two.*",
              "published": "2026-01-31T08:00:00+02:00",
              "season": 2,
              "episode": 14,
              "explicit": true,
              "language": "pt-BR",
              "paper": { "title": "Attention Is All You Need", "authors": ["A. Vaswani", "N. Shazeer"], "url": "https://arxiv.org/abs/1706.03762" }
            }
            """);

        Assert.Empty(problems);
        Assert.Equal("Attention, explained", sidecar.Title);
        Assert.Equal("One.\n\n*Two.*", sidecar.ShowNotes);
        Assert.Equal(new DateTimeOffset(2026, 1, 31, 6, 0, 0, TimeSpan.Zero), sidecar.Published);
        Assert.Equal((2, 14, true, "pt-BR"), (sidecar.Season, sidecar.Episode, sidecar.Explicit, sidecar.Language));
        Assert.Equal(
            new Paper("Attention Is All You Need", ["A. Vaswani", "N. Shazeer"], new Uri("https://arxiv.org/abs/1706.03762")),
            sidecar.Paper);
    }

    [Fact]
    public void Every_detail_is_read()
    {
        var (sidecar, problems) = Read("""
            {
              "title": "T",
              "type": "bonus",
              "block": true,
              "aiContent": false,
              "episodeDisplay": "Ch. 3",
              "image": "https://example.org/cover.png",
              "license": "CC-BY-4.0",
              "location": { "name": "Bell Labs", "geo": "geo:40.684,-74.401", "osm": "R113314" },
              "chapters": [
                { "start": "1:02.5", "title": "Codes", "url": "https://example.org/codes#two", "image": "https://example.org/two.png" },
                { "start": 0, "title": "Bits" }
              ],
              "soundbites": [{ "start": 20, "duration": 30.5, "title": "The limit" }],
              "alternateEnclosures": [{ "url": "https://example.org/low.opus", "type": "audio/opus", "length": 12345, "bitrate": 24000, "title": "Low bandwidth" }]
            }
            """);

        Assert.Empty(problems);
        var details = sidecar.Details;
        Assert.Equal((EpisodeType.Bonus, true, false, "Ch. 3"), (details.Type, details.Block, details.AiContent, details.EpisodeDisplay));
        Assert.Equal(new Uri("https://example.org/cover.png"), details.Image);
        Assert.Equal(new License("cc-by-4.0"), details.License);
        Assert.Equal(new Location("Bell Labs", "geo:40.684,-74.401", "R113314"), details.Location);
        Assert.Equal(
            [
                new Chapter(TimeSpan.Zero, "Bits"),
                new Chapter(
                    TimeSpan.FromSeconds(62.5), "Codes", new Uri("https://example.org/codes#two"), new Uri("https://example.org/two.png")),
            ],
            details.Chapters);
        Assert.Equal([new Soundbite(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(30.5), "The limit")], details.Soundbites);
        Assert.Equal(
            [new AlternateEnclosure(new Uri("https://example.org/low.opus"), "audio/opus", 12345, 24000, "Low bandwidth")],
            details.AlternateEnclosures);
        Assert.Equal(details, Read(Json()).Sidecar.Details);

        static string Json() => """
            {
              "type": "Bonus", "block": true, "aiContent": false, "episodeDisplay": "Ch. 3", "image": "https://example.org/cover.png",
              "license": "cc-by-4.0", "location": { "name": "Bell Labs", "geo": "geo:40.684,-74.401", "osm": "R113314" },
              "chapters": [
                { "start": 0.0, "title": "Bits" },
                { "start": 62.5, "title": "Codes", "url": "https://example.org/codes#two", "image": "https://example.org/two.png" }
              ],
              "soundbites": [{ "start": "0:20", "duration": 30.5, "title": "The limit" }],
              "alternateEnclosures": [{ "url": "https://example.org/low.opus", "type": "audio/opus", "length": 12345, "bitrate": 24000, "title": "Low bandwidth" }]
            }
            """;
    }

    [Fact]
    public void What_lies_beyond_the_audios_end_is_told_and_left_out()
    {
        var sidecar = Read(
            """{"chapters": [{"start": 0, "title": "A"}, {"start": 90, "title": "B"}],""" +
            """ "soundbites": [{"start": 50, "duration": 20}]}""").Sidecar;
        var (details, problems) = sidecar.Details.Within(TimeSpan.FromSeconds(60), File);

        Assert.Equal(["A"], details.Chapters.Select(chapter => chapter.Title));
        Assert.Empty(details.Soundbites);
        Assert.Equal(2, problems.Count);
        Assert.Contains("chapter 'B' starts at 1:30, after the audio's end at 1:00", problems[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type": "extra"}""", "'type' must be one of full, trailer, bonus, not \"extra\"")]
    [InlineData("""{"image": "http://example.org/a.png"}""", "'image' must be an address that begins with https://")]
    [InlineData("""{"image": "https://example.org/a.webp"}""", "'image' must be the address of a JPEG or PNG, which ends in .jpg or .png")]
    [InlineData("""{"language": "English"}""", "'language' must be a language tag such as en or pt-BR")]
    [InlineData("""{"title": "\ud800"}""", "contains an incomplete character (a lone surrogate such as \\ud800); the file is ignored.")]
    [InlineData("""{"\ud800": 1}""", "contains an incomplete character")]
    [InlineData("""{"license": "no such thing!"}""", "'license' must be an SPDX identifier such as cc-by-4.0")]
    [InlineData("""{"license": {"name": "Our own"}}""", "'license' has no usable \"url\"")]
    [InlineData("""{"location": {"name": "X", "geo": "somewhere"}}""", "'location.geo' must be a latitude and a longitude such as geo:")]
    [InlineData("""{"chapters": {}}""", "'chapters' must be a list of objects in brackets")]
    [InlineData("""{"chapters": ["One"]}""", "'chapters[0]' must be an object in braces")]
    [InlineData("""{"chapters": [{"start": "soon", "title": "A"}]}""", "'chapters[0].start' must be a time in seconds such as 83.5")]
    [InlineData("""{"chapters": [{"start": 1}]}""", "'chapters[0]' has no usable \"title\"")]
    [InlineData(
        """{"chapters": [{"start": 1, "title": "A"}, {"start": 1, "title": "B"}]}""",
        "'chapters[1]' starts at the same time as another chapter")]
    [InlineData("""{"chapters": [{"at": 1}]}""", "unknown field 'chapters[0].at' is ignored. Known fields: start, title, url, image.")]
    [InlineData("""{"soundbites": [{"start": 1, "duration": 10}]}""", "'soundbites[0]' lasts 10 s and is ignored. Apps accept 15 to 120 s")]
    [InlineData(
        """{"alternateEnclosures": [{"url": "https://example.org/a", "type": "opus", "length": 1}]}""",
        "'alternateEnclosures[0].type' must be a media type")]
    public void A_wrong_detail_is_told(string json, string problem) =>
        Assert.Contains(Read(json).Problems, told => told.StartsWith($"{File}: {problem}", StringComparison.Ordinal));

    [Theory]
    [InlineData("""{"title": 7}""", "'title' must be a text in quotes, not 7")]
    [InlineData("""{"season": 0}""", "'season' must be a whole number of 1 or more, not 0")]
    [InlineData("""{"season": 1.5}""", "'season' must be a whole number")]
    [InlineData("""{"episode": "two"}""", "'episode' must be a whole number of 1 or more, not \"two\"")]
    [InlineData("""{"explicit": "yes"}""", "'explicit' must be true or false")]
    [InlineData("""{"published": "31.1.2026"}""", "'published' must be a date from 1860 to 2200 such as 2026-01-31")]
    [InlineData("""{"published": "2026-02-30"}""", "'published' must be a date")]
    [InlineData("""{"published": "0205-01-05"}""", "'published' must be a date")]
    [InlineData("""{"published": "20205-01-05"}""", "'published' must be a date")]
    [InlineData("""{"language": "English!"}""", "'language' must be a language tag")]
    [InlineData("""{"paper": "Attention"}""", "'paper' must be an object in braces")]
    [InlineData("""{"paper": {"authors": []}}""", "'paper' has no title")]
    [InlineData("""{"paper": {"title": "T", "authors": "A. Vaswani"}}""", "'paper.authors' must be a list of texts")]
    [InlineData("""{"paper": {"title": "T", "url": "javascript:alert(1)"}}""", "'paper.url' must be an address that begins with https://")]
    [InlineData("""{"titel": "T"}""", "unknown field 'titel' is ignored. Known fields: title, description, showNotes")]
    [InlineData("""{"paper": {"title": "T", "doi": 1}}""", "unknown field 'paper.doi' is ignored. Known fields: title, authors, url.")]
    [InlineData("""{"title": "A", "title": "B"}""", "'title' is given twice")]
    [InlineData("""["title"]""", "must contain one JSON object in braces, not a list")]
    [InlineData("{\n\"title\": \"A\"\n\"season\": 1}", "is not valid JSON at line 3")]
    [InlineData("", "is not valid JSON at line 1")]
    public void A_wrong_field_is_told_with_its_file_and_what_to_write(string json, string problem)
    {
        var told = Assert.Single(Read(json).Problems);
        Assert.StartsWith($"{File}: ", told, StringComparison.Ordinal);
        Assert.Contains(problem, told, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_right_counts_beside_what_is_wrong()
    {
        var (sidecar, problems) = Read("""{"title": "Right", "season": "wrong", "episode": 3}""");

        Assert.Single(problems);
        Assert.Equal(("Right", null, 3), (sidecar.Title, sidecar.Season, sidecar.Episode));
    }

    [Fact]
    public void A_byte_order_mark_comments_and_trailing_commas_are_forgiven()
    {
        var (sidecar, problems) = Read("\uFEFF{ /* mine */ \"title\": \"Right\", }");

        Assert.Empty(problems);
        Assert.Equal("Right", sidecar.Title);
    }

    [Fact]
    public void A_title_that_is_too_long_is_cut_and_told()
    {
        var (sidecar, problems) = Read($$"""{"title": "{{new string('x', 300)}}"}""");

        Assert.Contains("'title' is 300 characters long", Assert.Single(problems), StringComparison.Ordinal);
        Assert.True(sidecar.Title!.Length <= SidecarReader.MaxLine);
    }

    [Fact]
    public void A_file_beyond_the_limit_is_not_parsed()
    {
        var (sidecar, problems) = SidecarReader.Read(new byte[SidecarReader.MaxBytes + 1], File);

        Assert.Equal(Sidecar.Empty with { IsReadable = false }, sidecar);
        Assert.Contains("more than the", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Property]
    public bool Any_bytes_give_an_answer(byte[] bytes) => SidecarReader.Read(bytes, File).Sidecar is not null;

    private static (Sidecar Sidecar, IReadOnlyList<string> Problems) Read(string json) =>
        SidecarReader.Read(Encoding.UTF8.GetBytes(json), File);
}

public sealed class PromptNamesTests
{
    [Fact]
    public void The_papers_authors_come_first_and_nothing_twice()
    {
        var show = ShowSettingsReader.Default with { Title = "PaperLedge", Author = "PaperLedge", Narrator = null };
        var sidecar = Sidecar.Empty with { Paper = new("A Mathematical Theory", ["Claude Shannon", "Warren Weaver"], null) };
        Assert.Equal(["Claude Shannon", "Warren Weaver", "A Mathematical Theory", "PaperLedge"], PromptNames.Of(sidecar, show));
    }

    [Fact]
    public void An_episode_without_a_sidecar_has_the_shows_names() =>
        Assert.NotEmpty(PromptNames.Of(Sidecar.Empty, ShowSettingsReader.Default));
}
