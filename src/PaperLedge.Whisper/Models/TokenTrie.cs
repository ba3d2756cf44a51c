namespace PaperLedge.Whisper.Models;

/// <summary>Finds the tokens that begin at some place of a text.</summary>
internal sealed class TokenTrie
{
    private const int None = -1;

    private readonly List<Dictionary<byte, int>> _children = [[]];
    private readonly List<int> _tokens = [None];

    public TokenTrie(byte[][] tokens)
    {
        for (var id = 0; id < tokens.Length; id++)
        {
            Add(tokens[id], id);
        }
    }

    /// <summary>The fewest tokens whose bytes make up the text; bytes that begin no token are left out.</summary>
    public int[] Split(ReadOnlySpan<byte> text)
    {
        // From the end: how many tokens the rest takes, and which is its first.
        var count = new int[text.Length + 1];
        var first = new (int Token, int Length)[text.Length];
        for (var start = text.Length - 1; start >= 0; start--)
        {
            (count[start], first[start]) = (count[start + 1] + 1, (None, 1));
            var node = 0;
            for (var end = start; end < text.Length && _children[node].TryGetValue(text[end], out node); end++)
            {
                var isBetter = first[start].Token == None || count[end + 1] + 1 <= count[start];
                if (_tokens[node] != None && isBetter)
                {
                    (count[start], first[start]) = (count[end + 1] + 1, (_tokens[node], end + 1 - start));
                }
            }
        }

        var split = new List<int>();
        for (var at = 0; at < text.Length; at += first[at].Length)
        {
            if (first[at].Token != None)
            {
                split.Add(first[at].Token);
            }
        }

        return [.. split];
    }

    private void Add(byte[] token, int id)
    {
        if (token.Length == 0)
        {
            return;
        }

        var node = 0;
        foreach (var value in token)
        {
            if (!_children[node].TryGetValue(value, out var child))
            {
                child = _children.Count;
                _children[node][value] = child;
                _children.Add([]);
                _tokens.Add(None);
            }

            node = child;
        }

        _tokens[node] = _tokens[node] == None ? id : _tokens[node];
    }
}
