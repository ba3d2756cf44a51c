using System.Text;
using PaperLedge.Speech.Audio;

namespace PaperLedge.ComponentTests.Audio;

public sealed class RefusalTests(AudioFiles files) : IClassFixture<AudioFiles>
{
    public static TheoryData<string, byte[], AudioProblem, string> NotAudio => new()
    {
        { "nothing", [], AudioProblem.Empty, "empty" },
        { "text", "These are the notes of an episode.\n"u8.ToArray(), AudioProblem.NotAudio, "a text file" },
        { "UTF-8 text cut in a character", Encoding.UTF8.GetBytes(new string('é', 2000))[..1001], AudioProblem.NotAudio, "a text file" },
        { "UTF-16 text", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("An episode, as text.")], AudioProblem.NotAudio, "not an audio file" },
        { "HTML", "\n<!DOCTYPE html><title>Sign in</title>"u8.ToArray(), AudioProblem.NotAudio, "a web page" },
        { "XML", "<?xml version=\"1.0\"?><rss/>"u8.ToArray(), AudioProblem.NotAudio, "an XML document" },
        { "HLS", "#EXTM3U\n#EXTINF:4,\nsegment0.ts\n"u8.ToArray(), AudioProblem.NotAudio, "a playlist" },
        { "M3U after a byte order mark", "\uFEFF\n#EXTM3U\na.mp3\n"u8.ToArray(), AudioProblem.NotAudio, "a playlist" },
        {
            "playlist behind an ID3 tag", [.. "ID3\u0004\0\0\0\0\0\0"u8, .. "#EXTM3U\n/etc/passwd\n"u8], AudioProblem.NotAudio, "a playlist"
        },
        { "concat", "ffconcat version 1.0\nfile /etc/passwd\n"u8.ToArray(), AudioProblem.NotAudio, "a list of files" },
        { "PDF", "%PDF-1.7\n%âãÏÓ"u8.ToArray(), AudioProblem.NotAudio, "a PDF document" },
        { "ZIP", "PK\u0003\u0004\u0014\0\0\0\u0008\0"u8.ToArray(), AudioProblem.NotAudio, "a ZIP archive" },
        { "PNG", [0x89, .. "PNG\r\n\u001a\n"u8], AudioProblem.NotAudio, "a PNG image" },
        { "zeros", new byte[100_000], AudioProblem.NotAudio, "not an audio file" },
        { "random bytes", RandomBytes(300_000), AudioProblem.NotAudio, "not an audio file" },
        { "Audible", [0, 0, 0, 0x20, .. "ftypaax "u8, .. new byte[100]], AudioProblem.Encrypted, "Audible" },
        { "OpenPGP", "-----BEGIN PGP MESSAGE-----\n\nhQ\n"u8.ToArray(), AudioProblem.Encrypted, "OpenPGP" },
        { "OpenSSL", [.. "Salted__"u8, .. RandomBytes(64)], AudioProblem.Encrypted, "OpenSSL" },
    };

    [Theory]
    [MemberData(nameof(NotAudio))]
    public async Task What_is_no_audio_is_told_by_what_it_is(string kind, byte[] content, AudioProblem problem, string words)
    {
        var exception = await AudioReading.RefusalAsync(files.Write("episode.mp3", content));
        Assert.True(problem == exception.Problem, $"{kind}: {exception.Problem}");
        Assert.Contains(words, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.webm", "-f lavfi -i testsrc=d=1 -c:v libvpx", AudioProblem.NoAudioStream)]
    [InlineData("a.flv", "-f lavfi -i sine=d=1 -c:a libmp3lame", AudioProblem.UnsupportedFormat)]
    [InlineData("a.mpg", "-f lavfi -i sine=d=1 -c:a mp2", AudioProblem.UnsupportedFormat)]
    [InlineData("nothing.aiff", "-f lavfi -i sine=d=0.01", AudioProblem.TooShort)]
    [InlineData("a.avi", "-f lavfi -i testsrc=d=1 -c:v mpeg4", AudioProblem.UnsupportedFormat)]
    [InlineData("a.mp4", "-f lavfi -i testsrc=d=1 -c:v mpeg4", AudioProblem.NoAudioStream)]
    [InlineData("a.ogv", "-f lavfi -i testsrc=d=1 -c:v libtheora", AudioProblem.NoAudioStream)]
    [InlineData("nothing.wav", "-f lavfi -i sine=d=0.01:sample_rate=8000", AudioProblem.TooShort)]
    [InlineData("nothing.mp3", "-f lavfi -i anullsrc=d=0.02 -c:a libmp3lame", AudioProblem.TooShort)]
    [InlineData("nothing.flac", "-f lavfi -i anullsrc=d=0.05", AudioProblem.TooShort)]
    [InlineData("nothing.ogg", "-f lavfi -i anullsrc=d=0.05 -c:a libopus", AudioProblem.TooShort)]
    [InlineData("nothing.m4a", "-f lavfi -i anullsrc=d=0.01 -c:a aac", AudioProblem.TooShort)]
    public async Task Other_media_and_nothing_to_hear_are_refused(string name, string arguments, AudioProblem problem) =>
        Assert.Equal(problem, (await AudioReading.RefusalAsync(await files.MakeAsync(name, arguments))).Problem);

    [Fact]
    public async Task A_wav_of_no_seconds_is_too_short()
    {
        var bytes = await File.ReadAllBytesAsync(await files.MakeAsync("p.wav", "-f lavfi -i sine=d=1:sample_rate=16000 -bitexact"));
        var data = bytes.AsSpan().IndexOf("data"u8);
        BitConverter.GetBytes(0).CopyTo(bytes, data + 4);
        Assert.Equal(AudioProblem.TooShort, (await AudioReading.RefusalAsync(files.Write("zero.wav", bytes.AsSpan(0, data + 8)))).Problem);
    }

    [Theory]
    [InlineData("awful.wav", AudioProblem.Undecodable,
        "'episode.mp3' is damaged: its header declares 1,092,676 samples a second, but audio has 1,000 to 768,000. " +
        "Export the episode again and upload it.")]
    [InlineData("bad.wav", AudioProblem.Truncated,
        "'episode.mp3' is incomplete: its part 'fmt' at byte 12 declares 1,717,986,918 bytes but only 24 are left, " +
        "and none of them is marked as samples. Export or copy the episode again and upload the whole file.")]
    [InlineData("evil.wav", AudioProblem.Truncated,
        "'episode.mp3' is incomplete: its part 'HURF' at byte 36 declares 960,051,513 bytes but only 5,000 are left, " +
        "and none of them is marked as samples. Export or copy the episode again and upload the whole file.")]
    [InlineData("null.wav", AudioProblem.TooShort,
        "'episode.mp3' has no sound: its part 'data' at byte 36 is empty. Export the episode again and upload it.")]
    public async Task A_malformed_wav_is_refused_with_what_is_wrong_and_where(string name, AudioProblem problem, string message)
    {
        var exception = await AudioReading.RefusalAsync(Path.Combine(AppContext.BaseDirectory, "Audio", "Data", name));

        Assert.Equal(message, exception.Message);
        Assert.Equal(problem, exception.Problem);
    }

    [Fact]
    public async Task An_encrypted_mp4_is_told()
    {
        var path = await files.MakeAsync(
            "cenc.mp4",
            "-f lavfi -i sine=d=1 -c:a aac -encryption_scheme cenc-aes-ctr -encryption_key 76a6c65c5ea762046bd749a2e632ccbb " +
            "-encryption_kid a7e61c373e219033c21091fa607bf3b8");
        Assert.Equal(AudioProblem.Encrypted, (await AudioReading.RefusalAsync(path)).Problem);

        var protectedByStore = await File.ReadAllBytesAsync(await files.ToneAsync("index-first.m4a", 1));
        "drms"u8.CopyTo(protectedByStore.AsSpan(protectedByStore.AsSpan().IndexOf("mp4a"u8)));
        Assert.Equal(AudioProblem.Encrypted, (await AudioReading.RefusalAsync(files.Write("bought.m4a", protectedByStore))).Problem);
    }

    [Fact]
    public async Task A_known_container_with_rubbish_in_it_is_undecodable()
    {
        var bytes = await File.ReadAllBytesAsync(await files.ToneAsync("plain.flac"));
        RandomBytes(bytes.Length - 100).CopyTo(bytes, 100);
        var exception = await AudioReading.RefusalAsync(files.Write("rubbish.flac", bytes));
        Assert.Contains(exception.Problem, new[] { AudioProblem.Undecodable, AudioProblem.Truncated });
    }

    [Fact]
    public async Task Limits_are_told_with_the_setting_to_change()
    {
        var path = await files.ToneAsync("cbr.mp3");
        var tooLong = await AudioReading.RefusalAsync(path, new AudioOptions { MaxDuration = TimeSpan.FromSeconds(3) });
        Assert.Equal(AudioProblem.TooLong, tooLong.Problem);
        Assert.Contains("lasts 4 s", tooLong.Message, StringComparison.Ordinal);
        Assert.Contains("Audio__MaxDuration", tooLong.Message, StringComparison.Ordinal);

        var tooLarge = await AudioReading.RefusalAsync(path, new AudioOptions { MaxBytes = 1000 });
        Assert.Equal(AudioProblem.TooLarge, tooLarge.Problem);
        Assert.Contains("Audio__MaxBytes", tooLarge.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_decodes_to_more_than_it_declares_stops_at_the_limit()
    {
        var path = await files.ToneAsync("cbr.mp3", 30);
        var options = new AudioOptions { MaxDuration = TimeSpan.FromSeconds(10) };
        var probe = await AudioReading.ProbeAsync(path) with { Duration = TimeSpan.FromSeconds(5) };
        var exception = await Assert.ThrowsAsync<AudioException>(() => AudioReading.DecodeAsync(path, probe, options));
        Assert.Equal(AudioProblem.TooLong, exception.Problem);
    }

    [Fact]
    public async Task Without_ffmpeg_the_message_says_how_to_install_it()
    {
        var path = await files.ToneAsync("cbr.mp3", 1);
        var probing = await Assert.ThrowsAsync<AudioException>(
            () => AudioReading.ProbeAsync(path, new AudioOptions { FfprobePath = "no-such-ffprobe" }));
        var probe = await AudioReading.ProbeAsync(path);
        var decoding = await Assert.ThrowsAsync<AudioException>(
            () => AudioReading.DecodeAsync(path, probe, new AudioOptions { FfmpegPath = "no-such-ffmpeg" }));
        Assert.All([probing, decoding], exception =>
        {
            Assert.Equal(AudioProblem.ToolMissing, exception.Problem);
            Assert.True(exception.IsTransient);
            Assert.Contains("install ffmpeg", exception.Message, StringComparison.Ordinal);
        });
    }

    private static byte[] RandomBytes(int length)
    {
        var bytes = new byte[length];
        new Random(11).NextBytes(bytes);
        return bytes;
    }
}
