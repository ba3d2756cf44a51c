using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace PaperLedge.Core.Feed;

/// <summary>The feed's identity, <c>podcast:guid</c>: assigned once from the feed's first address and kept if that changes.</summary>
public static class FeedGuid
{
    // From the Podcasting 2.0 specification.
    private static readonly Guid s_podcastNamespace = new("ead4c236-bf58-58c6-a2c6-a6b28d128cb6");

    public static Guid For(Uri feedUrl)
    {
        var address = feedUrl.AbsoluteUri;
        var withoutScheme = address[(address.IndexOf("://", StringComparison.Ordinal) + 3)..];
        return UuidV5.Create(s_podcastNamespace, withoutScheme.TrimEnd('/'));
    }

    /// <returns>The guid that a feed of this app has; null if it cannot be read.</returns>
    public static Guid? Find(byte[] feed)
    {
        try
        {
            using var content = new MemoryStream(feed);
            var guid = XDocument.Load(content).Descendants(XName.Get("guid", FeedXml.Podcast)).FirstOrDefault()?.Value;
            return Guid.TryParse(guid, out var parsed) ? parsed : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }
}

/// <remarks>https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-5</remarks>
public static class UuidV5
{
    private const int Size = 16;

    [SuppressMessage("Security", "CA5350", Justification = "RFC 9562 defines version 5 over SHA-1; nothing here is secret.")]
    public static Guid Create(Guid space, string name)
    {
        Span<byte> uuid = stackalloc byte[SHA1.HashSizeInBytes];
        SHA1.HashData([.. space.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(name)], uuid);
        uuid[6] = (byte)((uuid[6] & 0x0F) | 0x50);
        uuid[8] = (byte)((uuid[8] & 0x3F) | 0x80);
        return new Guid(uuid[..Size], bigEndian: true);
    }
}
