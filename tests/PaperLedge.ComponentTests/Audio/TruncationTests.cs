using PaperLedge.Speech.Audio;

namespace PaperLedge.ComponentTests.Audio;

public sealed class TruncationTests(AudioFiles files) : IClassFixture<AudioFiles>
{
    public static TheoryData<string, double> Cuts()
    {
        var data = new TheoryData<string, double>();
        // Of others a missing end does not prove that the file was cut: see PlayerTests.
        string[] others = ["no-xing.mp3", "adts.aac", "opus.ogg", "vorbis.ogg", "flac.ogg", "opus.opus"];
        foreach (var name in AudioFiles.Encodings.Keys.Except(others))
        {
            foreach (var part in new[] { 0.3, 0.6, 0.85 })
            {
                data.Add(name, part);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task A_file_whose_end_is_missing_is_told(string name, double part)
    {
        var cut = files.Cut(await files.ToneAsync(name), part);
        var exception = await AudioReading.RefusalAsync(cut);
        Assert.Equal(AudioProblem.Truncated, exception.Problem);
        Assert.Contains("incomplete", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cbr.mp3")]
    [InlineData("index-first.m4a")]
    [InlineData("pcm.wav")]
    [InlineData("rf64.wav")]
    public async Task A_missing_end_is_told_before_anything_is_decoded(string name)
    {
        var cut = files.Cut(await files.ToneAsync(name), 0.6);
        var exception = await Assert.ThrowsAsync<AudioException>(() => AudioReading.ProbeAsync(cut));
        Assert.Equal(AudioProblem.Truncated, exception.Problem);
    }

    [Fact]
    public async Task A_wav_that_declares_far_more_than_it_has_is_truncated()
    {
        var bytes = await File.ReadAllBytesAsync(await files.ToneAsync("pcm.wav"));
        BitConverter.GetBytes(0x7000_0000u).CopyTo(bytes, bytes.AsSpan().IndexOf("data"u8) + 4);
        Assert.Equal(AudioProblem.Truncated, (await AudioReading.RefusalAsync(files.Write("huge.wav", bytes))).Problem);
    }

    [Fact]
    public async Task A_box_that_declares_two_to_the_sixty_third_bytes_is_truncated()
    {
        var bytes = (await File.ReadAllBytesAsync(await files.ToneAsync("index-first.m4a"))).ToList();
        bytes.AddRange([0, 0, 0, 1, (byte)'m', (byte)'d', (byte)'a', (byte)'t', 0x7F, 255, 255, 255, 255, 255, 255, 255]);
        Assert.Equal(AudioProblem.Truncated, (await AudioReading.RefusalAsync(files.Write("huge.m4a", bytes.ToArray()))).Problem);
    }

    [Fact]
    public async Task A_flac_that_declares_a_year_is_too_long_and_one_that_declares_an_hour_is_truncated()
    {
        var bytes = await File.ReadAllBytesAsync(await files.ToneAsync("plain.flac"));
        // STREAMINFO: the lowest 36 bits of the eight bytes at 18 are the number of samples.
        bytes[21] |= 0x0F;
        Assert.Equal(AudioProblem.TooLong, (await AudioReading.RefusalAsync(files.Write("year.flac", bytes))).Problem);

        bytes[21] &= 0xF0;
        BitConverter.GetBytes(44_100 * 3600).Reverse().ToArray().CopyTo(bytes, 22);
        Assert.Equal(AudioProblem.Truncated, (await AudioReading.RefusalAsync(files.Write("hour.flac", bytes))).Problem);
    }

    [Theory]
    [InlineData("cbr.mp3")]
    [InlineData("no-xing.mp3")]
    [InlineData("adts.aac")]
    public async Task A_trailing_tag_is_no_truncation(string name)
    {
        var tag = new byte[128];
        "TAG\u00ff\u00fb\u0090"u8.CopyTo(tag);
        tag[3] = 0xFF; // looks like the header of a frame that goes beyond the end
        tag[4] = 0xFB;
        tag[5] = 0x90;
        var tagged = files.Write(name, [.. await File.ReadAllBytesAsync(await files.ToneAsync(name)), .. tag]);
        Assert.InRange((await AudioReading.ReadAsync(tagged)).Length, 62_000, 66_000);
    }
}
