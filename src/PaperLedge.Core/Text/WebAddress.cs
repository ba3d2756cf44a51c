namespace PaperLedge.Core.Text;

/// <summary>Addresses for readers: absolute, http or https, in ASCII. Others, such as <c>javascript:</c>, are refused.</summary>
public static class WebAddress
{
    public static bool IsWeb(Uri? address) =>
        address is { IsAbsoluteUri: true } && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps);

    /// <summary>Adds the prefix of a service that measures downloads.</summary>
    /// <remarks>
    /// The services want an https address without its scheme. Loopback addresses get no prefix: the service cannot reach them.
    /// </remarks>
    public static Uri Prefixed(Uri? prefix, Uri address) =>
        prefix is null || address.IsLoopback ? address
        : new($"{prefix.AbsoluteUri.TrimEnd('/')}/"
            + (address.Scheme == Uri.UriSchemeHttps ? Ascii(address)["https://".Length..] : Ascii(address)));

    /// <returns>The host in its ASCII form and the rest percent-encoded, the only form that directories accept.</returns>
    public static string Ascii(Uri address)
    {
        var ascii = address.Host == address.IdnHost
            ? address.AbsoluteUri
            : new UriBuilder(address) { Host = address.IdnHost }.Uri.AbsoluteUri;
        return PlainText.OneLine(ascii);
    }
}
