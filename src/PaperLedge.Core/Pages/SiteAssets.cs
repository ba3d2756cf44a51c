using System.Security.Cryptography;

namespace PaperLedge.Core.Pages;

/// <summary>Everything that pages load from <c>/assets/</c>, kept inside this assembly.</summary>
public static class SiteAssets
{
    private const int HashBytes = 4;

    public static SiteAsset Stylesheet { get; } = Load("site", "css", "text/css; charset=utf-8");

    /// <summary>What pages can do beyond showing: seeking, highlighting, searching, copying.</summary>
    public static SiteAsset Script { get; } = Load("site", "js", "text/javascript; charset=utf-8");

    /// <summary>The icon, and the artwork of a show that has none.</summary>
    public static SiteAsset Mark { get; } = Load("mark", "svg", "image/svg+xml");

    /// <returns>Null if no asset has that name, or an older version had it.</returns>
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
