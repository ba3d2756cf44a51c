using System.Buffers.Text;
using System.Security.Cryptography;

namespace PaperLedge.Core.Feed;

/// <summary>A strong ETag: the SHA-256 of what is sent, so that it moves with the content and with nothing else.</summary>
public readonly record struct ContentTag
{
    private readonly string? _value;

    private ContentTag(string value) => _value = value;

    /// <summary>With its quotes, as the header has it.</summary>
    public string Value => _value ?? throw new InvalidOperationException("A default ContentTag tags nothing.");

    public static ContentTag Of(ReadOnlySpan<byte> content) => new($"\"{Base64Url.EncodeToString(SHA256.HashData(content))}\"");

    public override string ToString() => _value ?? "";
}
