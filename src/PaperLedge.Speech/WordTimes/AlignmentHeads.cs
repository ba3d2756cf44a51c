using PaperLedge.Speech.Ggml;

namespace PaperLedge.Speech.WordTimes;

/// <summary>The cross-attention heads that follow the speech word by word.</summary>
/// <remarks>
/// Known for the published models, which are recognised by shape and language; for any other model all heads in the upper half of the
/// layers are used. Source: <see href="https://github.com/ggml-org/whisper.cpp/blob/master/src/whisper.cpp"/>.
/// </remarks>
internal static class AlignmentHeads
{
    private static readonly Dictionary<(int Layers, int Heads, bool IsMultilingual, int Bins), string> s_published = new()
    {
        [(4, 6, false, 80)] = "1,0 2,0 2,5 3,0 3,1 3,2 3,3 3,4",
        [(4, 6, true, 80)] = "2,2 3,0 3,2 3,3 3,4 3,5",
        [(6, 8, false, 80)] = "3,3 4,7 5,1 5,5 5,7",
        [(6, 8, true, 80)] = "3,1 4,2 4,3 4,7 5,1 5,2 5,4 5,6",
        [(12, 12, false, 80)] = "6,6 7,0 7,3 7,8 8,2 8,5 8,7 9,0 9,4 9,8 9,10 10,0 10,1 10,2 10,3 10,6 10,11 11,2 11,4",
        [(12, 12, true, 80)] = "5,3 5,9 8,0 8,4 8,7 8,8 9,0 9,7 9,9 10,5",
        [(24, 16, false, 80)] = "11,4 14,1 14,12 14,14 15,4 16,0 16,4 16,9 17,12 17,14 18,7 18,10 18,15 20,0 20,3 20,9 20,14 21,12",
        [(24, 16, true, 80)] = "13,15 15,4 15,15 16,1 20,0 23,4",
        [(32, 20, true, 80)] =
            "10,12 13,17 16,11 16,12 16,13 17,15 17,16 18,4 18,11 18,19 19,11 21,2 21,3 22,3 22,9 22,12 23,5 23,7 23,13 "
            + "25,5 26,1 26,12 27,15",
        [(32, 20, true, 128)] = "7,0 10,17 12,18 13,12 16,1 17,14 19,11 21,4 24,1 25,6",
        [(4, 20, true, 128)] = "2,4 2,11 3,3 3,6 3,11 3,14",
    };

    /// <returns>Layer and head of each alignment head.</returns>
    public static (int Layer, int Head)[] Of(WhisperDimensions d, bool isMultilingual) =>
        s_published.TryGetValue((d.TextLayers, d.TextHeads, isMultilingual, d.MelBins), out var known)
            ? [.. known.Split(' ').Select(pair => pair.Split(',')).Select(pair => (Number(pair[0]), Number(pair[1])))]
            : [.. Enumerable.Range(0, d.TextLayers * d.TextHeads)
                .Select(i => (Layer: i / d.TextHeads, Head: i % d.TextHeads))
                .Where(head => head.Layer >= d.TextLayers / 2)];

    private static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
