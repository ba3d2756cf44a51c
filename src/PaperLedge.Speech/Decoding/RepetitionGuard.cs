using System.IO.Compression;
using System.Text;
using PaperLedge.Speech.Ggml;

namespace PaperLedge.Speech.Decoding;

internal static class RepetitionGuard
{
    // Whisper's own limit: text that zlib compresses more than this is repetitive.
    public const double MaxCompressionRatio = 2.4;

    // whisper.cpp's limit, in nats over the last EntropyTokens text tokens.
    private const double MinEntropy = 2.4;

    private const int EntropyTokens = 32;

    // Phrases of up to this many tokens are searched for at the end of the text.
    private const int MaxPhrase = 16;

    // People do say a word three times.
    private const int MinRepeats = 4;

    // "No, no, no, no" is not a loop; a phrase repeated this often and this long is.
    private const int MinLoopTokens = 12;

    /// <summary>Finds a phrase that is repeated over and over at the end of the text, even with timestamps in between.</summary>
    /// <param name="kept">Number of tokens left when the phrase is kept once; all of them if there is no loop.</param>
    public static bool EndsInLoop(ReadOnlySpan<int> sampled, SpecialTokens tokens, out int kept)
    {
        const int Tail = MaxPhrase * MinRepeats;
        Span<int> text = stackalloc int[Tail];
        Span<int> places = stackalloc int[Tail];
        var count = 0;
        for (var i = sampled.Length - 1; i >= 0 && count < Tail; i--)
        {
            if (tokens.IsText(sampled[i]))
            {
                (text[count], places[count]) = (sampled[i], i);
                count++;
            }
        }

        // The text is stored backwards here, which does not change how it repeats.
        for (var phrase = 1; phrase <= MaxPhrase; phrase++)
        {
            var repeated = Math.Max(phrase * MinRepeats, (MinLoopTokens + phrase - 1) / phrase * phrase);
            if (repeated <= count && text[phrase..repeated].SequenceEqual(text[..(repeated - phrase)]))
            {
                kept = places[repeated - phrase] + 1;
                return true;
            }
        }

        kept = sampled.Length;
        return false;
    }

    public static bool IsRepetitive(IEnumerable<int> textTokens, string text) =>
        CompressionRatio(text) > MaxCompressionRatio || HasLowEntropy([.. textTokens]);

    // Characters divided by compressed bytes: Hindi and Tamil, with three bytes a character, would seem repetitive by their bytes alone.
    public static double CompressionRatio(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(bytes);
        }

        return text.Length == 0 ? 0 : (double)text.Length / packed.Length;
    }

    private static bool HasLowEntropy(int[] textTokens)
    {
        if (textTokens.Length <= EntropyTokens)
        {
            return false;
        }

        var entropy = textTokens[^EntropyTokens..].CountBy(token => token)
            .Sum(pair => -(double)pair.Value / EntropyTokens * Math.Log((double)pair.Value / EntropyTokens));
        return entropy < MinEntropy;
    }
}
