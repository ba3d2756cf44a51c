using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using PaperLedge.Core.Episodes;

namespace PaperLedge.ComponentTests.Audio;

/// <summary>Chapters that files hold, in every way in which programs write them.</summary>
public sealed class ChapterReadingTests(AudioFiles files) : IClassFixture<AudioFiles>
{
    private static readonly Chapter[] s_chapters = [new(TimeSpan.Zero, "Intro"), new(TimeSpan.FromSeconds(1.25), "Größe — 日本 и мир")];

    [Theory]
    [InlineData("cbr.mp3")]
    [InlineData("index-last.m4a")]
    [InlineData("index-first.m4a")]
    [InlineData("opus.ogg")]
    public async Task Chapters_are_read_from_every_format_that_has_them(string name)
    {
        var probe = await AudioReading.ProbeAsync(await MakeAsync(name));

        Assert.Equal(s_chapters, probe.Chapters);
        Assert.Empty(probe.Warnings);
        Assert.StartsWith("audio/", probe.MediaType, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plain.flac")]
    [InlineData("vorbis.ogg")]
    public async Task Chapters_in_vorbis_comments_are_read(string name)
    {
        var path = await files.MakeAsync(
            name, $"-f lavfi -i sine=d=4 {AudioFiles.Encodings[name]}", [
                .. s_chapters.SelectMany((chapter, index) => (string[])
                [
                    "-metadata", $@"CHAPTER00{index}={chapter.Start:hh\:mm\:ss\.fff}", "-metadata", $"CHAPTER00{index}NAME={chapter.Title}",
                ]),
            ]);

        Assert.Equal(s_chapters, (await AudioReading.ProbeAsync(path)).Chapters);
    }

    [Fact]
    public async Task Titles_that_are_not_readable_are_left_out_with_a_warning()
    {
        var cyrillic = CodePagesEncodingProvider.Instance.GetEncoding(1251)!;
        var path = files.Write("chapters.mp3", [
            .. Id3Writer.Tag(
                Id3Writer.Chapter(1, 0, Id3Writer.Text("TIT2", "Начало")),
                Id3Writer.Chapter(2, 1000, Id3Writer.Text("TIT2", 0, cyrillic.GetBytes("Середина"))),
                Id3Writer.Chapter(3, 9000, Id3Writer.Text("TIT2", "After the end"))),
            .. await File.ReadAllBytesAsync(await files.ToneAsync("cbr.mp3")),
        ]);

        var probe = await AudioReading.ProbeAsync(path);

        Assert.Equal(["Начало", "After the end"], probe.Chapters.Select(chapter => chapter.Title));
        Assert.Equal(2, probe.Warnings.Count);
        Assert.Contains("(1, at 0:01) are left out, since their titles are not readable", probe.Warnings[0], StringComparison.Ordinal);
        Assert.Contains("'After the end' starts at 0:09, after the audio's end", probe.Warnings[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ten_thousand_chapters_do_not_stop_the_probe()
    {
        var path = await MakeAsync("cbr.mp3", Enumerable.Range(0, 10_000).Select(index => new Chapter(
            TimeSpan.FromMilliseconds(index / 4d), $"Chapter {index} {new string('x', 400)}")));

        var probe = await AudioReading.ProbeAsync(path);

        Assert.InRange(probe.Chapters.Count, 20, EpisodeDetails.MaxChapters);
        Assert.Contains(probe.Warnings, warning => warning.StartsWith("The file has 10000 chapters", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_track_of_chapter_pictures_makes_no_film()
    {
        var path = await files.MakeAsync(
            "pictures.m4a", "-f lavfi -i sine=d=4 -f lavfi -i testsrc=d=4:s=64x64:r=1 -map 0:a -map 1:v -c:a aac -c:v mjpeg -f mp4");
        Assert.Equal("video/mp4", (await AudioReading.ProbeAsync(path)).MediaType);

        var probe = await AudioReading.ProbeAsync(files.Write("chapters.m4a", WithChapterTrack(await File.ReadAllBytesAsync(path), 2)));

        Assert.Equal("audio/mp4", probe.MediaType);
        Assert.Empty(probe.Warnings);
    }

    private Task<string> MakeAsync(string name) => MakeAsync(name, s_chapters);

    private async Task<string> MakeAsync(string name, IEnumerable<Chapter> chapters)
    {
        var list = files.Write("chapters.txt", Encoding.UTF8.GetBytes(ListOf(chapters)));
        return await files.MakeAsync(name, $"-f lavfi -i sine=d=4 -f ffmetadata -i {list} -map_chapters 1 {AudioFiles.Encodings[name]}");
    }

    /// <summary>As ffmpeg reads it (format ffmetadata).</summary>
    internal static string ListOf(IEnumerable<Chapter> chapters) => ";FFMETADATA1\n" + string.Concat(chapters.Select(chapter =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"[CHAPTER]\nTIMEBASE=1/1000000\nSTART={chapter.Start.TotalMicroseconds:0}\nEND={chapter.Start.TotalMicroseconds + 1e6:0}\n" +
            $"title={chapter.Title}\n")));

    // Names a track as that of the chapters of the first one. The index comes last, so that nothing else moves.
    private static byte[] WithChapterTrack(byte[] file, byte track)
    {
        byte[] reference = [0, 0, 0, 20, .. "tref"u8, 0, 0, 0, 12, .. "chap"u8, 0, 0, 0, track];
        var (movie, sound) = (file.AsSpan().IndexOf("moov"u8) - 4, file.AsSpan().IndexOf("trak"u8) - 4);
        var end = sound + (int)BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(sound));
        foreach (var box in (int[])[movie, sound])
        {
            var size = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(box));
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(box), size + (uint)reference.Length);
        }

        return [.. file[..end], .. reference, .. file[end..]];
    }
}
