using System.Diagnostics.CodeAnalysis;

namespace PaperLedge.Core.Episodes;

/// <summary>One version of a blob in the inbox.</summary>
/// <param name="ETag">Without quotes.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Uploaded">The blob's Last-Modified.</param>
public sealed record Upload(string BlobName, string ETag, long Length, DateTimeOffset Uploaded);

/// <summary>A parsed blob name in the inbox: an episode's audio, its sidecar, or captions that a person corrected.</summary>
public sealed record UploadName(EpisodeSlug Slug, string Extension)
{
    private const string SidecarExtension = "json";

    // Extensions only show that audio is meant; whether ffmpeg can read it depends on the content.
    private static readonly string[] s_audioExtensions =
    [
        "mp3", "m4a", "m4b", "mp4", "mov", "3gp", "aac", "wav", "w64", "aif", "aiff", "aifc", "caf", "flac", "ogg", "oga", "opus",
        "webm", "mka", "mkv", "wma", "asf", "amr", "wv",
    ];

    // Where an episode has both, the first is used.
    private static readonly string[] s_captionExtensions = ["vtt", "srt"];

    public bool IsAudio => !IsSidecar && !IsCaptions;

    public bool IsSidecar => Extension == SidecarExtension;

    public bool IsCaptions => s_captionExtensions.Contains(Extension);

    /// <param name="problem">If false is returned: what is wrong with the name and what to do.</param>
    public static bool TryParse(string blobName, [NotNullWhen(true)] out UploadName? name, [NotNullWhen(false)] out string? problem)
    {
        name = null;
        if (blobName.Contains('/', StringComparison.Ordinal))
        {
            problem = $"'{blobName}' is in a folder; upload episodes to the top level of the container.";
            return false;
        }

        var dot = blobName.LastIndexOf('.');
        var extension = dot < 0 ? "" : blobName[(dot + 1)..].ToLowerInvariant();
        // Sidecars and captions are looked up by their exact names, so .JSON in capitals would never be found.
        var isKnown = s_audioExtensions.Contains(extension)
            || (IsLookedFor(extension) && blobName.EndsWith(extension, StringComparison.Ordinal));
        if (!isKnown)
        {
            problem = $"'{blobName}' does not end in a known extension. Upload audio ({string.Join(", ", s_audioExtensions)}), " +
                $"a sidecar ({SidecarExtension}) or corrected captions ({string.Join(", ", s_captionExtensions)}).";
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

    /// <returns>The possible names of the captions, in order of precedence.</returns>
    public static IReadOnlyList<string> CaptionsOf(EpisodeSlug slug) =>
        [.. s_captionExtensions.Select(extension => $"{slug.Value}.{extension}")];

    private static bool IsLookedFor(string extension) => extension == SidecarExtension || s_captionExtensions.Contains(extension);

    private static string NotASlug(string blobName, string stem, string extension)
    {
        var rule = "the name becomes the episode's address, " +
            $"so it may contain only a–z, 0–9 and hyphens, at most {EpisodeSlug.MaxLength} characters";
        return EpisodeSlug.Suggest(stem) is { } suggestion
            ? $"'{blobName}' cannot be an episode: {rule}. Rename it, to '{suggestion.Value}.{extension}' for example, and upload it again."
            : $"'{blobName}' cannot be an episode: {rule}. Rename it and upload it again.";
    }
}

/// <summary>The outcome of one upload, including uploads that did not become an episode.</summary>
/// <param name="ETag">Of the version that was examined.</param>
/// <param name="Problem">What is wrong and what to do, or null.</param>
public sealed record UploadRecord(string BlobName, string ETag, UploadState State, string? Problem, DateTimeOffset Updated)
{
    /// <summary>When registrations began to fail for an outside cause; null if none did.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>When it is registered again by itself; null if it is not.</summary>
    public DateTimeOffset? RetryAt { get; init; }
}

public enum UploadState
{
    /// <summary>Belongs to an episode, whose own status says more.</summary>
    Accepted,

    /// <summary>Was not used; the problem says why.</summary>
    Failed,
}
