namespace PaperLedge.Core.Episodes;

/// <summary>The same episode in another form: smaller, better, with pictures (<c>podcast:alternateEnclosure</c>).</summary>
/// <param name="Type">A MIME type, such as <c>audio/opus</c>.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Bitrate">Bits a second, or null.</param>
/// <param name="Title">At most 32 characters, such as <c>Low bandwidth</c>; or null.</param>
/// <param name="Integrity">A Subresource Integrity hash, such as <c>sha384-…</c> (https://www.w3.org/TR/SRI/); or null.</param>
public sealed record AlternateEnclosure(Uri Url, string Type, long Length, long? Bitrate = null, string? Title = null, string? Integrity = null);
