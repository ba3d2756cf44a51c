using System.Text;
using PaperLedge.Speech.Audio;

namespace PaperLedge.ComponentTests.Audio;

public sealed class TagReadingTests(AudioFiles files) : IClassFixture<AudioFiles>
{
    private const int Cyrillic = 1251, Japanese = 932, Chinese = 936;

    public static TheoryData<string> Tagged => ["cbr.mp3", "index-last.m4a", "plain.flac", "opus.ogg", "vorbis.ogg", "flac.ogg"];

    [Theory]
    [MemberData(nameof(Tagged))]
    public async Task Tags_are_read_from_every_format_that_has_them(string name)
    {
        const string Title = "“Größe” & <Maß> — 日本語 🎧 \"quoted\" \\ 100 %";
        var probe = await ProbeAsync(name, $"title={Title}", "date=2026-03-01", "track=7", "description=First line; and = signs");

        Assert.Equal(new AudioTags(Title, "First line; and = signs", "7"), probe.Tags);
        Assert.Empty(probe.Warnings);
    }

    [Theory]
    [MemberData(nameof(Tagged))]
    public async Task A_comment_is_not_for_listeners(string name)
    {
        var probe = await ProbeAsync(
            name, "comment=For the editor", "lyrics=La la", "encoded_by=LAME 3.99", "creation_time=2019-01-01T00:00:00Z");

        Assert.Equal(new AudioTags(), probe.Tags);
        // ffmpeg stores comments of Ogg and FLAC under the name of a description.
        Assert.Equal(Path.GetExtension(name) is ".flac" or ".ogg", probe.Warnings.Count == 1);
    }

    [Fact]
    public async Task The_notes_of_a_podcast_in_ID3_are_read()
    {
        var probe = await ProbeAsync(
            Id3Writer.Comment("LAME 3.99"), Id3Writer.Text("TIT3", "A subtitle"), Id3Writer.Text("TDES", "The notes"),
            Id3Writer.Text("TIT2", "Über Größe"), Id3Writer.Text("TDRC", "2031-05-05"));

        Assert.Equal(new AudioTags("Über Größe", "The notes"), probe.Tags);
        Assert.Empty(probe.Warnings);
    }

    [Fact]
    public async Task What_a_recorder_writes_about_its_recording_is_not_for_listeners()
    {
        var wave = await File.ReadAllBytesAsync(await files.MakeAsync(
            "x.wav", "-f lavfi -i sine=d=1 -write_bext 1", "-metadata", "description=sSPEED=024.000-ND"));
        Assert.True(wave.AsSpan().IndexOf("sSPEED"u8) > 0);

        Assert.Equal(new AudioTags(), (await AudioReading.ProbeAsync(files.Write("x.wav", wave))).Tags);
    }

    [Theory]
    [InlineData("Привет, мир", Cyrillic)]
    [InlineData("こんにちは", Japanese)]
    [InlineData("你好世界", Chinese)]
    public async Task A_title_in_a_local_code_page_is_left_out_with_a_warning(string title, int page)
    {
        var bytes = CodePagesEncodingProvider.Instance.GetEncoding(page)!.GetBytes(title);
        var mp3 = await PlainMp3Async();
        AudioProbeResult[] probes =
        [
            await ProbeAsync(Id3Writer.Text("TIT2", 0, bytes)),
            await ProbeAsync(Id3Writer.Text("TIT2", 3, bytes)),
            await AudioReading.ProbeAsync(files.Write("old.mp3", [.. mp3, .. OldTag(bytes)])),
            await AudioReading.ProbeAsync(files.Write("info.wav", await WaveAsync(bytes))),
        ];

        foreach (var probe in probes)
        {
            Assert.Null(probe.Tags.Title);
            Assert.StartsWith("The tag 'title' is not readable text", Assert.Single(probe.Warnings), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_title_that_is_stored_as_its_format_wants_is_read()
    {
        const string Title = "Größe, été, þýð";
        byte[] latin1 = Encoding.Latin1.GetBytes(Title), utf16 = [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("Привет")];
        var mp3 = await PlainMp3Async();

        Assert.Equal(Title, (await ProbeAsync(Id3Writer.Text("TIT2", 0, latin1))).Tags.Title);
        Assert.Equal("Привет", (await ProbeAsync(Id3Writer.Text("TIT2", 1, utf16))).Tags.Title);
        Assert.Equal("Привет", (await ProbeAsync(Id3Writer.Text("TIT2", 2, Encoding.BigEndianUnicode.GetBytes("Привет")))).Tags.Title);
        foreach (var bytes in (byte[][])[latin1, Encoding.UTF8.GetBytes(Title)])
        {
            var probe = await AudioReading.ProbeAsync(files.Write("old.mp3", [.. mp3, .. OldTag(bytes)]));
            Assert.Equal(Title, probe.Tags.Title);
            Assert.Empty(probe.Warnings);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task UTF_16_in_the_wrong_order_or_without_a_mark_is_left_out_with_a_warning(byte encoding)
    {
        var title = Encoding.Unicode.GetBytes("Привет");
        var probe = await ProbeAsync(Id3Writer.Text("TIT2", encoding, title), Id3Writer.Text("TDES", "Notes"));

        Assert.Equal(new AudioTags(Description: "Notes"), probe.Tags);
        Assert.Contains("is left out", Assert.Single(probe.Warnings), StringComparison.Ordinal);
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

    private async Task<AudioProbeResult> ProbeAsync(string name, params string[] metadata) => await AudioReading.ProbeAsync(
        await files.MakeAsync(
            name, $"-f lavfi -i sine=d=1 {AudioFiles.Encodings[name]}", [.. metadata.SelectMany(tag => (string[])["-metadata", tag])]));

    private async Task<AudioProbeResult> ProbeAsync(params byte[][] frames) =>
        await AudioReading.ProbeAsync(files.Write("tagged.mp3", [.. Id3Writer.Tag(frames), .. await PlainMp3Async()]));

    private async Task<byte[]> PlainMp3Async() =>
        await File.ReadAllBytesAsync(await files.ToneAsync("cbr.mp3", 1, "-map_metadata -1 -id3v2_version 0 -bitexact"));

    private static byte[] OldTag(byte[] title)
    {
        var tag = new byte[128];
        "TAG"u8.CopyTo(tag);
        title.CopyTo(tag, 3);
        return tag;
    }

    private async Task<byte[]> WaveAsync(byte[] title)
    {
        var wave = await File.ReadAllBytesAsync(
            await files.MakeAsync("x.wav", "-f lavfi -i sine=d=1 -bitexact", "-metadata", $"title={new string('A', title.Length)}"));
        title.CopyTo(wave, wave.AsSpan().IndexOf("INAM"u8) + 8);
        return wave;
    }
}
