using System.ComponentModel.DataAnnotations;

namespace PaperLedge.Functions.Feeds;

/// <summary>How the world is told that the feed has changed; section <see cref="SectionName"/>. Which hub, the show's settings say.</summary>
public sealed record AnnounceSettings : IValidatableObject
{
    public const string SectionName = "Announce";

    /// <summary>The token that Podping's operators gave out; empty (the default) for none. A secret: keep it in a key vault.</summary>
    public string PodpingToken { get; init; } = "";

    /// <summary>Where Podping listens; default <c>https://podping.cloud/</c>. https, loopback excepted.</summary>
    public string PodpingUrl { get; init; } = "https://podping.cloud/";

    /// <summary>After how many seconds a hub that does not answer is given up for this time; default 30.</summary>
    [Range(1, 300)]
    public int TimeoutSeconds { get; init; } = 30;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!SiteSettings.IsAllowed(PodpingUrl))
        {
            yield return new ValidationResult($"Announce__PodpingUrl must be an absolute https address (http only for localhost), not '{PodpingUrl}'.");
        }
    }
}
