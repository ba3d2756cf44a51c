using System.ComponentModel.DataAnnotations;

namespace PaperLedge.Functions;

/// <summary>Settings at the top level, beside the host's own.</summary>
public sealed record SiteOptions : IValidatableObject
{
    /// <summary>Address that readers use, such as <c>https://podcast.example.org</c>; no default.</summary>
    /// <remarks>It must be https, except for loopback.</remarks>
    [Required(ErrorMessage = "PublicBaseUrl is not set: set it to the address that readers use, such as https://podcast.example.org.")]
    public string PublicBaseUrl { get; init; } = "";

    /// <summary>Address of a content delivery network in front of the <c>media</c> container; empty (the default) for none.</summary>
    /// <remarks>
    /// An example is <c>https://cdn.example.org/media</c>. Without a network, requests for audio are redirected to storage, by an address
    /// that is signed for a day.
    /// </remarks>
    public string MediaBaseUrl { get; init; } = "";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsAllowed(PublicBaseUrl))
        {
            yield return new ValidationResult(
                $"PublicBaseUrl must be an absolute https address (http only for localhost), not '{PublicBaseUrl}'.");
        }

        if (MediaBaseUrl.Length > 0 && !IsAllowed(MediaBaseUrl))
        {
            yield return new ValidationResult(
                $"MediaBaseUrl must be an absolute https address (http only for localhost), not '{MediaBaseUrl}'.");
        }
    }

    internal static bool IsAllowed(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == "https" || (uri.Scheme == "http" && uri.IsLoopback));
}
