using System.Text;

namespace PaperLedge.Whisper.Models;

/// <summary>
/// The bytes of each text token. A token may hold a part of a UTF-8 sequence, so text is made from the bytes of a whole segment.
/// </summary>
internal sealed class Vocabulary
{
    /// <summary>The longest published token is a run of 128 spaces.</summary>
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

    /// <summary>
    /// Text as the fewest tokens there are, which is how a byte-pair vocabulary nearly always splits it. Bytes that no token
    /// holds are left out.
    /// </summary>
    public int[] Encode(string text) => _trie.Value.Split(Encoding.UTF8.GetBytes(text));

    /// <summary>Bytes that are no UTF-8 become U+FFFD.</summary>
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
