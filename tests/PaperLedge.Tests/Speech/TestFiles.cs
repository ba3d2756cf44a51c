using System.Buffers.Binary;
using PaperLedge.Cli;
using PaperLedge.Speech.Ggml;

namespace PaperLedge.Tests.Speech;

/// <summary>What lies in <c>Data/</c>; its README says where it comes from.</summary>
internal static class TestFiles
{
    /// <summary>Header, filters and vocabulary of the published multilingual model <c>tiny</c>, without tensors.</summary>
    public static string PublishedModel => PathOf("for-tests-ggml-tiny.bin");

    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Speech", "Data", name);

    public static GgmlHeader PublishedHeader()
    {
        using var stream = File.OpenRead(PublishedModel);
        return GgmlHeader.Read(new GgmlReader(stream, PublishedModel));
    }

    /// <summary>What is said in <see cref="Reading"/>.</summary>
    public const string ReadingText =
        "And Mr. John Dashwood had then leisure to consider how much there might be prudently in his power to do for them.";

    /// <summary>A synthetic voice: 16 kHz mono in [-1, 1].</summary>
    public static float[] Clip() => Samples(PathOf("clip.wav"));

    /// <summary>Seven seconds of a person who reads: 16 kHz mono in [-1, 1].</summary>
    public static float[] Reading() =>
        Samples(Path.Combine(Repository.Root, "bench", "audio", "librivox", "sense_and_sensibility_01_austen_64kb-0870.wav"));

    /// <param name="path">A file of 16 kHz mono with 16 bits and the shortest header.</param>
    public static float[] Samples(string path)
    {
        const int HeaderBytes = 44;
        var bytes = File.ReadAllBytes(path).AsSpan(HeaderBytes);
        var samples = new float[bytes.Length / sizeof(short)];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes[(i * sizeof(short))..]) / 32768f;
        }

        return samples;
    }

    /// <summary>Samples as a stream of blocks of some size.</summary>
    public static async IAsyncEnumerable<ReadOnlyMemory<float>> Blocks(float[] samples, int size = 4096)
    {
        for (var at = 0; at < samples.Length; at += size)
        {
            await Task.Yield();
            yield return samples.AsMemory(at, Math.Min(size, samples.Length - at));
        }
    }
}
