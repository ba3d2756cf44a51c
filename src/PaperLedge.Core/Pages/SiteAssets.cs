using System.Security.Cryptography;

namespace PaperLedge.Core.Pages;

/// <summary>All files that pages load from <c>/assets/</c>, embedded in this assembly.</summary>
public static class SiteAssets
{
    private const int HashBytes = 4;

    public static SiteAsset Stylesheet { get; } = Load("site", "css", "text/css; charset=utf-8");

    public static SiteAsset Script { get; } = Load("site", "js", "text/javascript; charset=utf-8");

    /// <summary>The icon, and the artwork of a show that has none.</summary>
    public static SiteAsset Mark { get; } = Load("mark", "svg", "image/svg+xml");

    /// <returns>Null if no asset has that name, or only an older version had it.</returns>
    public static SiteAsset? Find(string name) => Array.Find([Stylesheet, Script, Mark], asset => asset.Name == name);

    private static SiteAsset Load(string name, string extension, string mediaType)
    {
        using var resource = typeof(SiteAssets).Assembly.GetManifestResourceStream($"{name}.{extension}")
            ?? throw new InvalidOperationException($"{name}.{extension} is not embedded.");
        var content = new byte[resource.Length];
        resource.ReadExactly(content);
        var hash = Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, HashBytes));
        return new SiteAsset($"{name}.{hash}.{extension}", mediaType, content);
    }
}

/// <param name="Name">With a hash of the content, such as <c>site.1a2b3c4d.css</c>: it may be cached for ever.</param>
/// <param name="MediaType">With the charset where there is one.</param>
public sealed record SiteAsset(string Name, string MediaType, ReadOnlyMemory<byte> Content);
