namespace PaperLedge.Whisper.Attention;

/// <summary>Collects the cross-attention's weights of some heads, token by token.</summary>
/// <param name="heads">Layer and head.</param>
internal sealed class AttentionProbe(IReadOnlyCollection<(int Layer, int Head)> heads)
{
    private readonly HashSet<(int Layer, int Head)> _heads = [.. heads];
    private readonly List<float[]> _rows = [];

    /// <summary>How many of <see cref="Rows"/> belong to one token.</summary>
    public int Heads => _heads.Count;

    /// <summary>Weights over the window's positions: of the first token each head, then of the second …</summary>
    public IReadOnlyList<float[]> Rows => _rows;

    public bool Wants(int layer, int head) => _heads.Contains((layer, head));

    public void Add(ReadOnlySpan<float> weights) => _rows.Add(weights.ToArray());
}
