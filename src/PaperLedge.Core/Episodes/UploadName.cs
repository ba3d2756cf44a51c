using System.Diagnostics.CodeAnalysis;

namespace PaperLedge.Core.Episodes;

/// <summary>A blob's name in the inbox, understood: an episode's audio, its sidecar, or captions that a person corrected.</summary>
public sealed record UploadName(EpisodeSlug Slug, string Extension)
{
    private const string SidecarExtension = "json";

    /// <summary>What ffmpeg is asked to read; the content decides in the end, the name only says that audio is meant.</summary>
    private static readonly string[] AudioExtensions =
        ["mp3", "m4a", "m4b", "mp4", "aac", "wav", "flac", "ogg", "oga", "opus"];

    /// <summary>The first counts where there are several.</summary>
    private static readonly string[] CaptionExtensions = ["vtt", "srt"];

    public bool IsAudio => !IsSidecar && !IsCaptions;

    public bool IsSidecar => Extension == SidecarExtension;

    public bool IsCaptions => CaptionExtensions.Contains(Extension);

    /// <param name="problem">If false is returned: what is wrong with the name and what to do.</param>
    public static bool TryParse(string blobName, [NotNullWhen(true)] out UploadName? name, [NotNullWhen(false)] out string? problem)
    {
        name = null;
        if (blobName.Contains('/', StringComparison.Ordinal))
        {
            problem = $"'{blobName}' lies in a folder; upload episodes to the top of the container.";
            return false;
        }

        var dot = blobName.LastIndexOf('.');
        var extension = dot < 0 ? "" : blobName[(dot + 1)..].ToLowerInvariant();
        // Sidecars and captions are looked for by their exact names, so JSON in capitals would never be found.
        var isKnown = AudioExtensions.Contains(extension) || (IsLookedFor(extension) && blobName.EndsWith(extension, StringComparison.Ordinal));
        if (!isKnown)
        {
            problem = $"'{blobName}' does not end in a known extension. Upload audio ({string.Join(", ", AudioExtensions)}), " +
                $"a sidecar ({SidecarExtension}) or corrected captions ({string.Join(", ", CaptionExtensions)}).";
            return false;
        }

        if (!EpisodeSlug.TryParse(blobName[..dot], out var slug))
        {
            problem = NotASlug(blobName, blobName[..dot], extension);
            return false;
        }

        (name, problem) = (new UploadName(slug, extension), null);
        return true;
    }

    public static string SidecarOf(EpisodeSlug slug) => $"{slug.Value}.{SidecarExtension}";

    /// <summary>The one that counts first.</summary>
    public static IReadOnlyList<string> CaptionsOf(EpisodeSlug slug) => [.. CaptionExtensions.Select(extension => $"{slug.Value}.{extension}")];

    private static bool IsLookedFor(string extension) => extension == SidecarExtension || CaptionExtensions.Contains(extension);

    private static string NotASlug(string blobName, string stem, string extension)
    {
        var rule = $"the name becomes the episode's address, so it may hold only a–z, 0–9 and hyphens, at most {EpisodeSlug.MaxLength}";
        return EpisodeSlug.Suggest(stem) is { } suggestion
            ? $"'{blobName}' cannot be an episode: {rule}. Rename it, to '{suggestion.Value}.{extension}' for example, and upload it again."
            : $"'{blobName}' cannot be an episode: {rule}. Rename it and upload it again.";
    }
}
