using System.Text;
using PaperLedge.Core.Episodes;
using PaperLedge.Speech.Audio;
using PaperLedge.Speech.Audio.Containers;

namespace PaperLedge.Tests.Speech.Audio;

/// <summary>What is taken of the chapters that a file holds.</summary>
public sealed class FileChaptersTests
{
    [Fact]
    public void Chapters_are_put_in_order_and_what_cannot_be_one_is_reported()
    {
        var (chapters, problems) = Read(
            (90, "Third"), (0, " First\n"), (30, ""), (40, null), (50, "Ïðèâåò"), (60, new string('x', 200)), (90, "Again"));

        Assert.Equal(["First", new string('x', 127) + "…", "Third"], chapters.Select(chapter => chapter.Title));
        Assert.Equal([0, 60, 90], chapters.Select(chapter => chapter.Start.TotalSeconds));
        string[] expected =
        [
            "Chapters of the file (1, at 0:50) are left out, since their titles are not readable text.",
            "Chapters of the file (2, at 0:30, 0:40) are left out, since they have no title.",
            "Chapters of the file (1, at 1:30) are left out, since another chapter starts at the same time.",
            "Chapters of the file (1, at 1:00) have titles of more than 128 characters, and the rest is left out.",
        ];
        Assert.Equal(expected, problems.Select(problem => problem[..(problem.IndexOf(". ", StringComparison.Ordinal) + 1)]));
    }

    [Fact]
    public void Of_very_many_chapters_the_first_are_kept_with_one_warning()
    {
        var found = Enumerable.Range(0, 10_000).Select(second => ((double)second, (string?)$"Chapter {second}")).ToArray();

        var (chapters, problems) = Read(found);

        Assert.Equal(EpisodeDetails.MaxChapters, chapters.Count);
        Assert.StartsWith("The file has 10000 chapters; only the first 100 are kept.", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Many_faults_of_one_kind_make_one_short_warning()
    {
        var problem = Assert.Single(Read([.. Enumerable.Range(0, 50).Select(second => ((double)second, (string?)null))]).Problems);

        Assert.StartsWith("Chapters of the file (50, at 0:00, 0:01", problem, StringComparison.Ordinal);
        Assert.InRange(problem.Length, 1, 300);
    }

    [Fact]
    public void A_recording_code_is_not_a_title()
    {
        FoundChapter[] found = [new(TimeSpan.Zero, "USRC17607839")];

        Assert.Empty(FileChapters.Read(AudioFormat.Flac, found, 1).Chapters);
        Assert.Single(FileChapters.Read(AudioFormat.Mp3, found, 1).Chapters);
    }

    [Theory]
    [InlineData(3, 10)]
    [InlineData(10_000, 10)]
    [InlineData(2_000, 100_000)]
    public void An_answer_with_many_or_long_chapters_is_read_to_its_end(int count, int titleLength)
    {
        var output = new ProbeOutput();
        foreach (var line in Answer(count, new string('t', titleLength)).Split('\n'))
        {
            output.Add(line);
        }

        var answer = ProbeAnswer.TryParse(output.Json);

        Assert.Equal(count, output.Chapters);
        Assert.Equal("mp3", answer?.Audio?.Codec);
        Assert.Equal("A title", answer!.Tags["title"]);
        Assert.InRange(answer.Chapters.Count, Math.Min(count, 40), 2_000);
    }

    [Theory]
    [InlineData("Xiph.Org libVorbis I 20200704", "DESCRIPTION=Notes", "Notes", false)]
    [InlineData("Xiph.Org libVorbis I 20200704", "description=Notes", "Notes", false)]
    [InlineData("Xiph.Org libVorbis I 20200704", "COMMENT=LAME 3.99", null, false)]
    [InlineData("Lavf59.27.100", "DESCRIPTION=Private", "Private", true)]
    [InlineData("Lavf59.27.100", "description=Notes", "Notes", false)]
    [InlineData("ffmpeg", "DESCRIPTION=Private", "Private", true)]
    public void The_description_of_a_vorbis_comment_is_told_from_a_comment(string vendor, string field, string? notes, bool isComment) =>
        Assert.Equal(new VorbisComment(notes, isComment), VorbisComment.Parse(Comment(vendor, "TITLE=A title", field)));

    [Fact]
    public void A_vorbis_comment_that_is_cut_off_is_read_as_far_as_it_goes()
    {
        var whole = Comment("vendor", "DESCRIPTION=Notes");
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.Null(VorbisComment.Parse(whole.AsSpan(0, length))?.Description);
        }
    }

    private static (IReadOnlyList<Chapter> Chapters, IReadOnlyList<string> Problems) Read(
        params (double Start, string? Title)[] chapters) =>
        FileChapters.Read(
            AudioFormat.Mp3,
            [.. chapters.Select(chapter => new FoundChapter(TimeSpan.FromSeconds(chapter.Start), chapter.Title))],
            chapters.Length);

    // As ffprobe writes it.
    private static string Answer(int count, string title)
    {
        var chapters = Enumerable.Range(0, count).Select(second =>
            $$"""
                    {
                        "start_time": "{{second}}.000000",
                        "tags": {
                            "title": "{{title}}"
                        }
                    }
            """);
        return $$"""
            {
                "programs": [

                ],
                "streams": [
                    {
                        "codec_name": "mp3",
                        "codec_type": "audio"
                    }
                ],
                "chapters": [
            {{string.Join(",\n", chapters)}}
                ],
                "format": {
                    "duration": "10.031020",
                    "tags": {
                        "title": "A title"
                    }
                }
            }
            """;
    }

    private static byte[] Comment(string vendor, params string[] fields)
    {
        var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        Write(vendor);
        writer.Write(fields.Length);
        Array.ForEach(fields, Write);
        return bytes.ToArray();

        void Write(string text)
        {
            var utf8 = Encoding.UTF8.GetBytes(text);
            writer.Write(utf8.Length);
            writer.Write(utf8);
        }
    }
}
