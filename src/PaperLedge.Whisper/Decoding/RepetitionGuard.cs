using System.IO.Compression;
using System.Text;
using PaperLedge.Whisper.Models;

namespace PaperLedge.Whisper.Decoding;

/// <summary>Recognises text that repeats itself.</summary>
internal static class RepetitionGuard
{
    /// <summary>Whisper's own limit: text that zlib shortens more than this repeats itself.</summary>
    public const double MaxCompressionRatio = 2.4;

    /// <summary>Whisper.cpp's limit, in nats over the last <see cref="EntropyTokens"/> text tokens.</summary>
    private const double MinEntropy = 2.4;

    private const int EntropyTokens = 32;

    /// <summary>A phrase of up to this many tokens is looked for at the end of the text.</summary>
    private const int MaxPhrase = 16;

    /// <summary>People do say a word three times.</summary>
    private const int MinRepeats = 4;

    /// <summary>"No, no, no, no" is not a loop; a phrase this often and this long is.</summary>
    private const int MinLoopTokens = 12;

    /// <summary>
    /// Whether the text ends with one phrase over and over; timestamps between the repetitions do not hide it. If so,
    /// <paramref name="kept"/> is how many of the tokens are left when the phrase is kept once.
    /// </summary>
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

        // The text lies backwards here, which changes nothing about its repeating.
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

    /// <summary>Characters to packed bytes: Hindi and Tamil, with three bytes a character, would pass for repetition by their bytes alone.</summary>
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
