namespace PaperLedge.Whisper.Attention;

/// <summary>Collects the cross-attention's weights of some heads, token by token.</summary>
/// <param name="heads">Layer and head.</param>
internal sealed class AttentionProbe(IEnumerable<(int Layer, int Head)> heads)
{
    private readonly Dictionary<(int Layer, int Head), List<float[]>> _rows = heads.ToDictionary(head => head, _ => new List<float[]>());

    public int Heads => _rows.Count;

    public bool Wants(int layer, int head) => _rows.ContainsKey((layer, head));

    /// <param name="weights">Over the window's positions; sum to 1.</param>
    public void Add(int layer, int head, ReadOnlySpan<float> weights) => _rows[(layer, head)].Add(weights.ToArray());

    /// <summary>Each head's weights over the window's positions, one row a token.</summary>
    public IEnumerable<IReadOnlyList<float[]>> ByHead() => _rows.Values;
}
