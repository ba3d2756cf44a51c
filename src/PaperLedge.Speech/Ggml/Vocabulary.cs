using System.Text;

namespace PaperLedge.Speech.Ggml;

/// <summary>Vocabulary of a model: the bytes of each text token.</summary>
/// <remarks>A token may hold a part of a UTF-8 sequence, so the bytes of a whole segment are decoded together.</remarks>
internal sealed class Vocabulary
{
    // The longest published token is a run of 128 spaces.
    private const int MaxTokenBytes = 1024;

    private readonly byte[][] _tokens;
    private readonly Lazy<TokenTrie> _trie;

    public Vocabulary(IEnumerable<byte[]> tokens)
    {
        _tokens = [.. tokens];
        _trie = new(() => new(_tokens));
    }

    public int Count => _tokens.Length;

    public static Vocabulary Read(GgmlReader reader, WhisperDimensions dimensions)
    {
        var count = reader.ReadInt32("the vocabulary's size");
        if (count <= 0 || count > dimensions.VocabularySize)
        {
            throw reader.Fail($"a vocabulary of {count} tokens where the header allows {dimensions.VocabularySize}");
        }

        var textTokens = Math.Min(count, SpecialTokens.InFile(dimensions.VocabularySize).EndOfText);
        var tokens = new List<byte[]>();
        for (var id = 0; id < count; id++)
        {
            var length = reader.ReadInt32("the vocabulary");
            if (length is < 0 or > MaxTokenBytes)
            {
                throw reader.Fail($"token {id} is {length} bytes long");
            }

            var bytes = reader.ReadBytes(length, "the vocabulary");
            if (id < textTokens)
            {
                tokens.Add(bytes);
            }
        }

        return new(tokens);
    }

    public ReadOnlySpan<byte> BytesOf(int id) => _tokens[id];

    // Bytes that are in no token are left out.
    /// <summary>Encodes a text as the fewest tokens possible, which is how a byte-pair vocabulary nearly always splits it.</summary>
    public int[] Encode(string text) => _trie.Value.Split(Encoding.UTF8.GetBytes(text));

    /// <summary>Decodes tokens; invalid UTF-8 becomes U+FFFD.</summary>
    public string Decode(IEnumerable<int> tokens)
    {
        var bytes = new List<byte>();
        foreach (var token in tokens)
        {
            bytes.AddRange(_tokens[token]);
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}

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

    /// <summary>Splits a text into the fewest tokens that make up its bytes; bytes that begin no token are left out.</summary>
    public int[] Split(ReadOnlySpan<byte> text)
    {
        // From the end: the number of tokens that the rest takes, and the first of them.
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
