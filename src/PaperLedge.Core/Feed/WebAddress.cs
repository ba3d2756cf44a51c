using PaperLedge.Core.Transcripts;

namespace PaperLedge.Core.Feed;

/// <summary>Addresses fit for readers: absolute, http or https, in ASCII. Anything else, such as <c>javascript:</c>, is none.</summary>
public static class WebAddress
{
    public static bool IsWeb(Uri? address) =>
        address is { IsAbsoluteUri: true } && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps);

    /// <summary>
    /// An address behind the prefix of a service that counts downloads, as they all want it: without the scheme if that is
    /// https. What only this machine can reach is not counted.
    /// </summary>
    public static Uri Prefixed(Uri? prefix, Uri address) =>
        prefix is null || address.IsLoopback ? address
        : new($"{prefix.AbsoluteUri.TrimEnd('/')}/{(address.Scheme == Uri.UriSchemeHttps ? Ascii(address)["https://".Length..] : Ascii(address))}");

    /// <summary>The address with a host in its ASCII form and everything else percent-encoded; directories accept no other.</summary>
    public static string Ascii(Uri address)
    {
        var ascii = address.Host == address.IdnHost ? address.AbsoluteUri : new UriBuilder(address) { Host = address.IdnHost }.Uri.AbsoluteUri;
        return PlainText.OneLine(ascii);
    }
}
