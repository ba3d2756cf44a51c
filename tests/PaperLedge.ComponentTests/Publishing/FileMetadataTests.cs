using System.Buffers.Binary;
using System.Text;
using PaperLedge.ComponentTests.App;
using PaperLedge.ComponentTests.Audio;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Feed;

namespace PaperLedge.ComponentTests.Publishing;

/// <summary>What of the metadata inside a file listeners get, and what its producer is told.</summary>
[Collection(nameof(AzuriteCollection))]
public class FileMetadataTests(AzuriteFixture azurite)
{
    private const int Megabyte = 1 << 20;

    [Fact]
    public async Task A_file_without_a_sidecar_is_published_with_its_readable_tags_and_its_chapters_on_the_day_of_its_upload()
    {
        await using var app = await azurite.StartAppAsync();
        var cyrillic = CodePagesEncodingProvider.Instance.GetEncoding(1251)!;
        byte[] audio =
        [
            .. Id3Writer.Tag(
                Id3Writer.Text("TIT2", 0, cyrillic.GetBytes("Привет")),
                Id3Writer.Text("TDRC", "2031-01-01"),
                Id3Writer.Text("TDES", "The notes"),
                Id3Writer.Comment("Not for listeners"),
                Id3Writer.Chapter(1, 0, Id3Writer.Text("TIT2", "Intro"), Id3Writer.Picture(3 * Megabyte)),
                Id3Writer.Chapter(2, 500, Id3Writer.Text("TIT2", "Picture"), Id3Writer.Picture(3 * Megabyte)),
                Id3Writer.Chapter(3, 1000, Id3Writer.Text("TIT2", "Behind two pictures")),
                Id3Writer.Chapter(4, 60_000, Id3Writer.Text("TIT2", "After the end"))),
            .. await Clips.Mp3,
        ];

        var episode = await app.PublishAsync("talk.mp3", audio);

        var metadata = episode.Published!.Metadata;
        Assert.Equal(("Talk", "The notes", episode.FirstSeen), (metadata.Title, metadata.ShowNotes, metadata.Published));
        Assert.Equal(["Intro", "Picture", "Behind two pictures"], metadata.Details.Chapters.Select(chapter => chapter.Title));
        Assert.Contains("Behind two pictures", Encoding.UTF8.GetString(ChaptersWriter.Write(episode.Published)), StringComparison.Ordinal);
        Assert.Contains(episode.Warnings, warning => warning.Contains("'title' is not readable", StringComparison.Ordinal));
        Assert.Contains(episode.Warnings, warning => warning.Contains("'After the end' starts at", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Chapters_of_the_sidecar_replace_those_of_the_file()
    {
        await using var app = await azurite.StartAppAsync();
        await app.UploadAsync("talk.json", """{"chapters": [{"start": 1, "title": "Sidecar"}], "published": "2026-01-05"}""");
        byte[] audio = [.. Id3Writer.Tag(Id3Writer.Chapter(1, 0, Id3Writer.Text("TIT2", "File"))), .. await Clips.Mp3];

        var episode = await app.PublishAsync("talk.mp3", audio);

        Assert.Equal(["Sidecar"], episode.Published!.Metadata.Details.Chapters.Select(chapter => chapter.Title));
        Assert.Equal(5, episode.Published.Metadata.Published.Day);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Titles_in_the_middle_of_a_large_file_are_read(bool isInMiddle)
    {
        await using var app = await azurite.StartAppAsync();
        Chapter[] chapters =
        [
            new(TimeSpan.Zero, "Intro"), new(TimeSpan.FromSeconds(30), "Die Größe"), new(TimeSpan.FromSeconds(60), "End"),
        ];
        var audio = await MakeAsync(chapters, isInMiddle);
        Assert.InRange(audio.Length, 12 * Megabyte, 40 * Megabyte);

        var episode = await app.RegisterAsync("talk.m4a", audio);

        Assert.Equal(chapters, episode.Audio!.Tags.Chapters);
        Assert.Equal("audio/mp4", episode.Audio.MediaType);
        Assert.All(episode.Audio.Warnings, warning => Assert.Contains("ALAC", warning, StringComparison.Ordinal));
    }

    // An M4A with a chapter track. ffmpeg writes its titles first; on demand they are moved between two large parts of the file, and
    // the list of titles in the index, which other programs do not write, is made unreadable.
    private static async Task<byte[]> MakeAsync(Chapter[] chapters, bool isInMiddle)
    {
        var list = Path.Combine(Path.GetTempPath(), $"paperledge-made-{Guid.NewGuid():N}.txt");
        await File.WriteAllTextAsync(list, ChapterReadingTests.ListOf(chapters));
        byte[] file;
        try
        {
            file = await Clips.MakeAsync(
                "m4a", "-f", "lavfi", "-i", "anoisesrc=color=white:sample_rate=44100:amplitude=0.3:seed=1", "-f", "ffmetadata", "-i", list,
                "-map_chapters", "1", "-t", "120", "-ac", "2", "-c:a", "alac");
        }
        finally
        {
            File.Delete(list);
        }

        if (!isInMiddle)
        {
            return file;
        }

        "skip"u8.CopyTo(file.AsSpan(file.AsSpan().LastIndexOf("chpl"u8)));
        var movie = file.AsSpan().LastIndexOf("moov"u8) - 4;
        // Its track comes last, and has one chunk: after each title a box of 12 bytes names the encoding.
        var place = file.AsSpan(file.AsSpan().LastIndexOf("stco"u8) + 12);
        var old = (int)BinaryPrimitives.ReadUInt32BigEndian(place);
        var titles = file.AsSpan(old, chapters.Sum(chapter => 2 + Encoding.UTF8.GetByteCount(chapter.Title) + 12));
        Assert.Equal(chapters[0].Title, Encoding.UTF8.GetString(titles[2..][..chapters[0].Title.Length]));
        BinaryPrimitives.WriteUInt32BigEndian(place, (uint)(movie + 8));
        byte[] moved = [.. titles];
        titles.Clear();
        return [.. file[..movie], .. Box("mdat", moved), .. Box("free", new byte[6 * Megabyte]), .. file[movie..]];
    }

    private static byte[] Box(string type, byte[] content)
    {
        var size = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(size, (uint)(8 + content.Length));
        return [.. size, .. Encoding.ASCII.GetBytes(type), .. content];
    }
}
