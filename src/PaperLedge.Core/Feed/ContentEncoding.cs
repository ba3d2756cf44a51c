using System.IO.Compression;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace PaperLedge.Core.Feed;

/// <summary>How a body is sent (https://www.rfc-editor.org/rfc/rfc9110#name-content-codings).</summary>
public sealed record ContentEncoding
{
    public static readonly ContentEncoding Identity = new("identity", content => content);
    public static readonly ContentEncoding Gzip = new("gzip", content => Compress(content, buffer => new GZipStream(buffer, CompressionLevel.Optimal)));
    public static readonly ContentEncoding Brotli = new("br", content => Compress(content, buffer => new BrotliStream(buffer, CompressionLevel.Optimal)));

    /// <summary>Smallest body first.</summary>
    public static readonly IReadOnlyList<ContentEncoding> All = [Brotli, Gzip, Identity];

    private readonly Func<byte[], byte[]> _encode;

    private ContentEncoding(string name, Func<byte[], byte[]> encode) => (Name, _encode) = (name, encode);

    /// <summary>As the headers have it.</summary>
    public string Name { get; }

    public byte[] Encode(byte[] content) => _encode(content);

    /// <summary>What a client likes best; among those that it likes equally, the smallest.</summary>
    /// <param name="acceptEncoding">
    /// The header's values. Where it is absent or cannot be read, and where everything is refused, the body is sent as it is: a
    /// reader that asked for too little gets more from that than from an error.
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

        // Identity is welcome unless it is refused, but less than anything that is named.
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
