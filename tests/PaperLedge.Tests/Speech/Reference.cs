using System.Text.Json;

namespace PaperLedge.Tests.Speech;

/// <summary>Numbers of an independent implementation; <c>Data/README.md</c> says how they were made.</summary>
internal sealed record Reference(
    int[] Tokens,
    int[] Top,
    IReadOnlyList<Reference.Point> Mel,
    IReadOnlyList<Reference.Point> Encoded,
    double EncodedRootMeanSquare,
    IReadOnlyList<Reference.Point> Logits)
{
    public static Reference Load()
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(TestFiles.PathOf("reference.json")));
        var root = json.RootElement;
        return new(
            root.GetProperty("tokens").Deserialize<int[]>()!,
            root.GetProperty("top").Deserialize<int[]>()!,
            Points(root.GetProperty("mel")),
            Points(root.GetProperty("encoded")),
            root.GetProperty("encodedRootMeanSquare").GetDouble(),
            Points(root.GetProperty("logits")));
    }

    private static List<Point> Points(JsonElement list) =>
        [.. list.EnumerateArray().Select(entry => new Point(entry[0].GetInt32(), entry[1].GetInt32(), entry[2].GetDouble()))];

    internal sealed record Point(int Row, int Column, double Value);
}
