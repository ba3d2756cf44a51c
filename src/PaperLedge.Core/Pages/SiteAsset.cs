namespace PaperLedge.Core.Pages;

/// <summary>A file that pages load.</summary>
/// <param name="Name">With a hash of the content, such as <c>site.1a2b3c4d.css</c>: it may be cached for ever.</param>
/// <param name="MediaType">With the charset where there is one.</param>
public sealed record SiteAsset(string Name, string MediaType, ReadOnlyMemory<byte> Content);
