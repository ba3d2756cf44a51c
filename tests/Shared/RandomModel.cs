using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text;
using PaperLedge.Speech.Ggml;

namespace PaperLedge.TestSupport;

/// <summary>
/// A tiny English-only model with random weights, for tests that need some text quickly and do not mind which. It reads a window in
/// milliseconds. A window gives a sentence for each second and a half; their words depend on the audio, and its choices are
/// sure enough that nothing is decoded a second time.
/// </summary>
/// <remarks>
/// The position embeddings say what kind of token comes next, in turns of <see cref="Turn"/>: the first channel tells text from other
/// tokens, and where the token itself is fixed (timestamps, full stops, the end) the position points at its embedding. Elsewhere the
/// token before, the position and the audio choose a word. The final norm flips half of the channels; otherwise a token would always
/// be most like itself and come again.
/// </remarks>
internal static class RandomModel
{
    private const int Width = 64;
    private const int Seed = 5;

    private static readonly WhisperDimensions s_dimensions = new(51864, Width, 2, 1, Width, 2, 2, 80);
    private static readonly SpecialTokens s_special = SpecialTokens.InFile(s_dimensions.VocabularySize);

    /// <summary>Of the words and the full stop; the single bytes before them spell the names of a prompt and are never chosen.</summary>
    private const int FirstWord = 256;

    private const string Words =
        "about after again all also always and another any are around as ask at author away back be because been before below best " +
        "better between big book both bridge bring but by call can case cause change channel check circle city clear clock close code " +
        "come computer could count day different do does door down each early easy eight else end enough even every example fact far few " +
        "find first five follow for found four free friend from full gave get give go good great group grow had half hand has have hear " +
        "help here high him his home hour house how idea if important in into is it job just keep kind know large last late learn leave " +
        "less let letter level life light like line list little live long look lost low made make man many mark may mean measure meet " +
        "message might mind moment more most move much must my name near need never new news next night no noise not note nothing now " +
        "number of off often old on once one only open or order other our out over own page paper part people person place plan play " +
        "point power present problem proof put question quick quiet rain rate read real reason record result right road room round rule " +
        "run said same saw say school science sea second see send set seven shall she short should show side signal simple since six " +
        "slow small so some song soon sound speak start";

    private static readonly string[] s_words = [.. Words.Split(' ').Select(word => $" {word}"), "."];

    private static readonly int s_stop = FirstWord + s_words.Length - 1;

    /// <summary>What follows at each position of a turn: a fixed token, or null for a word that is chosen.</summary>
    private static readonly int?[] s_turn =
    [
        Time(0), null, null, null, null, s_stop,
        .. Enumerable.Range(1, 19).SelectMany(turn => (int?[])[Time(1.5 * turn), Time(1.5 * turn), null, null, null, null, s_stop]),
        Time(30), s_special.EndOfText,
    ];

    private static readonly Lazy<string> s_path = new(() =>
    {
        var path = Path.Combine(AppContext.BaseDirectory, "random.bin");
        var part = $"{path}.{Environment.ProcessId}";
        File.WriteAllBytes(part, Write());
        File.Move(part, path, overwrite: true);
        return path;
    });

    /// <summary>A file that holds it, made once in a run of the tests.</summary>
    public static string FilePath => s_path.Value;

    private static int Turn => s_turn.Length;

    private static byte[] Write()
    {
        using var builtIn = GgmlFile.Open(ModelResolver.BuiltInPath);
        var writer = new GgmlWriter();
        var bytes = Enumerable.Range(0, FirstWord).Select(value => new[] { (byte)value });
        writer.WriteHeader(s_dimensions, builtIn.Header.Filters, [.. bytes, .. s_words.Select(Encoding.UTF8.GetBytes)]);
        var random = new Random(Seed);
        var signs = Values(Width, () => random.Next(2) == 0 ? -1 : 1);
        signs[0] = 1;
        var tokens = Tokens(random);
        foreach (var (name, shape) in WhisperTensors.Of(s_dimensions))
        {
            var size = (int)TensorPrimitives.Product<long>([.. shape.Select(length => (long)length)]);
            WriteTensor(writer, name, shape, name switch
            {
                "decoder.token_embedding.weight" => tokens,
                "decoder.positional_embedding" => Positions(random, tokens, signs),
                "decoder.ln.weight" => signs,
                _ when name.EndsWith("bias", StringComparison.Ordinal) => new float[size],
                _ when shape.Length == 1 => Values(size, () => 1),
                _ => Values(size, () => Normal(random) * Scale(name, shape)),
            });
        }

        return writer.Bytes;
    }

    private static void WriteTensor(GgmlWriter writer, string name, int[] shape, float[] values)
    {
        var isHalf = shape.Length > 1 && name.EndsWith(".weight", StringComparison.Ordinal);
        writer.BeginTensor(name, shape, isHalf ? GgmlType.F16 : GgmlType.F32);
        writer.Append(
            isHalf ? MemoryMarshal.AsBytes<Half>(Array.ConvertAll(values, value => (Half)value)) : MemoryMarshal.AsBytes<float>(values));
    }

    /// <summary>
    /// How far values spread. Queries and keys of the attention to the audio are large, so that it looks at few places, not at all of them.
    /// </summary>
    private static float Scale(string name, int[] shape) => name switch
    {
        "encoder.positional_embedding" => 0.3f,
        "encoder.conv1.weight" => 0.13f,
        "encoder.conv2.weight" => 0.15f,
        _ when name.Contains("cross_attn", StringComparison.Ordinal) && name.Contains("query", StringComparison.Ordinal) => 0.3f,
        _ when name.Contains("cross_attn", StringComparison.Ordinal) && name.Contains("key", StringComparison.Ordinal) => 0.3f,
        _ when name.Contains("cross_attn", StringComparison.Ordinal) => 1.25f / MathF.Sqrt(shape[^1]),
        _ => 0.5f / MathF.Sqrt(shape[^1]),
    };

    private static float[] Tokens(Random random)
    {
        var tokens = new float[s_dimensions.VocabularySize * Width];
        for (var id = 0; id < s_dimensions.VocabularySize; id++)
        {
            var isWord = id >= FirstWord && id < FirstWord + s_words.Length;
            var row = tokens.AsSpan(id * Width, Width);
            if (isWord || s_turn.Contains(id))
            {
                Values(Width, () => Normal(random)).CopyTo(row);
            }

            row[0] = isWord ? 2 : -2;
        }

        return tokens;
    }

    private static float[] Positions(Random random, float[] tokens, float[] signs)
    {
        var positions = new float[WhisperDimensions.TextContext * Width];
        for (var position = 0; position < WhisperDimensions.TextContext; position++)
        {
            var row = positions.AsSpan(position * Width, Width);
            var next = s_turn[position % Turn];
            if (next is { } token)
            {
                TensorPrimitives.Multiply(tokens.AsSpan(token * Width, Width), signs, row);
                TensorPrimitives.Multiply(row, 3, row);
            }
            else
            {
                Values(Width, () => Normal(random)).CopyTo(row);
            }

            row[0] = next is null || next == s_stop ? 6 : -6;
        }

        return positions;
    }

    private static int Time(double seconds) =>
        s_special.FirstTimestamp + (int)(TimeSpan.FromSeconds(seconds) / SpecialTokens.TimestampStep);

    private static float[] Values(int count, Func<float> next)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = next();
        }

        return values;
    }

    /// <summary>Of variance 1, near enough.</summary>
    private static float Normal(Random random) => 2 * (random.NextSingle() + random.NextSingle() + random.NextSingle() - 1.5f);
}
