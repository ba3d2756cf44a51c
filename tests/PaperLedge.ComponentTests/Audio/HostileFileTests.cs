using PaperLedge.Speech.Audio;

namespace PaperLedge.ComponentTests.Audio;

/// <summary>The readers of containers, without ffmpeg: any bytes give a format or the one documented exception, and in time.</summary>
public sealed class HostileFileTests(AudioFiles files) : IClassFixture<AudioFiles>
{
    public static TheoryData<string> Names => [.. AudioFiles.Encodings.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_damaged_file_is_read_or_refused_but_never_crashes_a_reader(string name)
    {
        var original = await File.ReadAllBytesAsync(await files.ToneAsync(name, 1));
        var random = new Random(name.Length);
        for (var round = 0; round < 400; round++)
        {
            var bytes = original.ToArray();
            for (var damage = random.Next(1, 8); damage > 0; damage--)
            {
                // Headers are at the start, an MP4's index often at the end.
                var near = Math.Min(bytes.Length, 600);
                var at = random.Next(near);
                bytes[random.Next(2) == 0 ? at : bytes.Length - 1 - at] =
                    random.Next(3) switch { 0 => 0xFF, 1 => 0, _ => (byte)random.Next(256) };
            }

            ReadOrRefuse(bytes.AsSpan(0, random.Next(4) == 0 ? random.Next(bytes.Length) : bytes.Length).ToArray());
        }
    }

    [Theory]
    [InlineData(new byte[] { (byte)'I', (byte)'D', (byte)'3', 4, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0, 0, 0, 8, (byte)'m', (byte)'o', (byte)'o', (byte)'v' })]
    [InlineData(new byte[] { 0, 0, 0, 0, (byte)'m', (byte)'o', (byte)'o', (byte)'v' })]
    [InlineData(new byte[] { 0xFF, 0xFB, 0x90, 0 })]
    [InlineData(new byte[] { (byte)'O', (byte)'g', (byte)'g', (byte)'S', 0, 2 })]
    [InlineData(new byte[] { 0x1A, 0x45, 0xDF, 0xA3, 1, 2, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0x1A, 0x45, 0xDF, 0xA3, 0x80 })]
    [InlineData(new byte[] { (byte)'c', (byte)'a', (byte)'f', (byte)'f', 0, 1, 0, 0 })]
    [InlineData(new byte[] { (byte)'F', (byte)'O', (byte)'R', (byte)'M', 0, 0, 0, 0, (byte)'A', (byte)'I', (byte)'F', (byte)'F' })]
    public void A_file_that_is_one_header_over_and_over_does_not_keep_a_reader_busy(byte[] header)
    {
        var bytes = new byte[8 << 20];
        for (var i = 0; i + header.Length <= bytes.Length; i += header.Length)
        {
            header.CopyTo(bytes, i);
        }

        var time = System.Diagnostics.Stopwatch.StartNew();
        ReadOrRefuse(bytes);
        Assert.InRange(time.Elapsed.TotalSeconds, 0, 60);
    }

    private static void ReadOrRefuse(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        try
        {
            AudioStructure.Check(AudioSniffer.Sniff(stream, "x"), stream, "x");
        }
        catch (AudioException exception)
        {
            Assert.StartsWith("'x' ", exception.Message, StringComparison.Ordinal);
        }
    }
}
