using System.Buffers.Text;
using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace PaperLedge.Functions.Http;

/// <summary>Bytes of a document, made once in every encoding in which it is sent.</summary>
public sealed class EncodedContent
{
    private readonly Dictionary<ContentEncoding, EncodedBody> _bodies;

    private EncodedContent(Dictionary<ContentEncoding, EncodedBody> bodies) => _bodies = bodies;

    public EncodedBody Identity => _bodies[ContentEncoding.Identity];

    public bool IsEncoded => _bodies.Count > 1;

    /// <summary>Size of all encodings together, in bytes.</summary>
    public long Size => _bodies.Values.Sum(body => (long)body.Bytes.Length);

    public static EncodedContent Of(byte[] content) => Of(content, ContentEncoding.All);

    /// <summary>Creates content in one encoding only, for images and other content that is already compressed.</summary>
    public static EncodedContent OfCompressed(byte[] content) => Of(content, [ContentEncoding.Identity]);

    /// <param name="acceptEncoding">See <see cref="ContentEncoding.Choose"/>.</param>
    public EncodedBody For(StringValues acceptEncoding) => IsEncoded ? _bodies[ContentEncoding.Choose(acceptEncoding)] : Identity;

    private static EncodedContent Of(byte[] content, IReadOnlyList<ContentEncoding> encodings) =>
        new(encodings.ToDictionary(encoding => encoding, encoding =>
        {
            var body = encoding.Encode(content);
            return new EncodedBody(encoding, body, ContentTag.Of(body));
        }));
}

/// <param name="Tag">Tag of these bytes; each encoding of the same content has its own.</param>
public sealed record EncodedBody(ContentEncoding Encoding, byte[] Bytes, ContentTag Tag);

/// <summary>Content coding of a body (https://www.rfc-editor.org/rfc/rfc9110#name-content-codings).</summary>
public sealed record ContentEncoding
{
    public static readonly ContentEncoding Identity = new("identity", content => content);
    public static readonly ContentEncoding Gzip =
        new("gzip", content => Compress(content, buffer => new GZipStream(buffer, CompressionLevel.Optimal)));

    public static readonly ContentEncoding Brotli =
        new("br", content => Compress(content, buffer => new BrotliStream(buffer, CompressionLevel.Optimal)));

    /// <summary>All encodings, the one with the smallest body first.</summary>
    public static readonly IReadOnlyList<ContentEncoding> All = [Brotli, Gzip, Identity];

    private readonly Func<byte[], byte[]> _encode;

    private ContentEncoding(string name, Func<byte[], byte[]> encode) => (Name, _encode) = (name, encode);

    public string Name { get; }

    public byte[] Encode(byte[] content) => _encode(content);

    /// <summary>Chooses the encoding that a client prefers; among equals, the one with the smallest body.</summary>
    /// <param name="acceptEncoding">
    /// Values of the header. If it is absent, cannot be read or refuses everything, the body is sent as it is: for the client that is
    /// better than an error.
    /// </param>
    public static ContentEncoding Choose(StringValues acceptEncoding)
    {
        if (StringValues.IsNullOrEmpty(acceptEncoding)
            || !StringWithQualityHeaderValue.TryParseList([.. acceptEncoding.OfType<string>()], out var wishes))
        {
            return Identity;
        }

        var best = All.MaxBy(encoding => Quality(encoding, wishes))!;
        return Quality(best, wishes) > 0 ? best : Identity;
    }

    private static double Quality(ContentEncoding encoding, IList<StringWithQualityHeaderValue> wishes)
    {
        double? others = null;
        foreach (var wish in wishes)
        {
            if (wish.Value.Equals(encoding.Name, StringComparison.OrdinalIgnoreCase)
                || (encoding == Gzip && wish.Value.Equals("x-gzip", StringComparison.OrdinalIgnoreCase)))
            {
                return wish.Quality ?? 1;
            }

            others = wish.Value == "*" ? wish.Quality ?? 1 : others;
        }

        // Identity is acceptable unless it is refused, but ranks below every encoding that is named.
        return others ?? (encoding == Identity ? 0.0001 : 0);
    }

    private static byte[] Compress(byte[] content, Func<Stream, Stream> around)
    {
        using var buffer = new MemoryStream();
        using (var stream = around(buffer))
        {
            stream.Write(content);
        }

        return buffer.ToArray();
    }
}

/// <summary>Strong ETag: the SHA-256 of the bytes that are sent, so that it changes only with them.</summary>
public readonly record struct ContentTag
{
    private readonly string? _value;

    private ContentTag(string value) => _value = value;

    /// <summary>Tag with its quotes, as in the header.</summary>
    public string Value => _value ?? throw new InvalidOperationException("A default ContentTag has no value.");

    public static ContentTag Of(ReadOnlySpan<byte> content) => new($"\"{Base64Url.EncodeToString(SHA256.HashData(content))}\"");

    public override string ToString() => _value ?? "";
}
