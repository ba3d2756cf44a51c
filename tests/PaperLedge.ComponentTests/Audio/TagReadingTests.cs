using PaperLedge.Speech.Audio;

namespace PaperLedge.ComponentTests.Audio;

public sealed class TagReadingTests(AudioFiles files) : IClassFixture<AudioFiles>
{
    [Theory]
    [InlineData("cbr.mp3")]
    [InlineData("index-last.m4a")]
    [InlineData("plain.flac")]
    [InlineData("opus.ogg")]
    [InlineData("vorbis.ogg")]
    public async Task Tags_are_read_from_every_format_that_has_them(string name)
    {
        const string Title = "“Größe” & <Maß> — 日本語 🎧 \"quoted\" \\ 100 %";
        var path = await files.MakeAsync(
            name,
            $"-f lavfi -i sine=d=1 {AudioFiles.Encodings[name]}",
            "-metadata", $"title={Title}", "-metadata", "artist=PaperLedge", "-metadata", "album=The show",
            "-metadata", "date=2026-03-01", "-metadata", "track=7", "-metadata", "comment=First line; and = signs");
        var tags = (await AudioReading.ProbeAsync(path)).Tags;
        Assert.Equal(
            new AudioTags(Title, "PaperLedge", "The show", "First line; and = signs", "2026-03-01", "7", tags.Language), tags);
    }

    [Fact]
    public async Task A_file_without_tags_has_none()
    {
        var path = await files.ToneAsync("pcm.wav", 1, "-bitexact");
        Assert.Equal(new AudioTags(), (await AudioReading.ProbeAsync(path)).Tags);
    }

    [Fact]
    public async Task A_tag_in_no_encoding_at_all_does_not_stop_the_probe()
    {
        var bytes = await File.ReadAllBytesAsync(
            await files.MakeAsync("x.ogg", "-f lavfi -i sine=d=1 -c:a libopus -bitexact", "-metadata", "title=AAAABBBB"));
        var at = bytes.AsSpan().IndexOf("AAAABBBB"u8);
        new byte[] { 0xFF, 0xFE, 0x00, 0x1B, 0xC3, 0x28, 0xED, 0xA0 }.CopyTo(bytes, at);
        // The page's checksum no longer fits; ffmpeg reads on, as players do.
        var exception = await Record.ExceptionAsync(() => AudioReading.ProbeAsync(files.Write("odd.ogg", bytes)));
        Assert.True(exception is null or AudioException, exception?.ToString());
    }
}
