using System.ComponentModel.DataAnnotations;

namespace PaperLedge.Functions;

/// <summary>Settings at the top level, beside the host's own.</summary>
public sealed record SiteSettings : IValidatableObject
{
    /// <summary>The address that readers use, such as <c>https://podcast.example.org</c>; no default. https, loopback excepted.</summary>
    [Required(ErrorMessage = "PublicBaseUrl is not set: give the address that readers use, such as https://podcast.example.org.")]
    public string PublicBaseUrl { get; init; } = "";

    /// <summary>
    /// A content delivery network in front of the <c>media</c> container, such as <c>https://cdn.example.org/media</c>; empty
    /// (the default) redirects to storage, by an address that is signed for a day.
    /// </summary>
    public string MediaBaseUrl { get; init; } = "";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsAllowed(PublicBaseUrl))
        {
            yield return new ValidationResult($"PublicBaseUrl must be an absolute https address (http only for localhost), not '{PublicBaseUrl}'.");
        }

        if (MediaBaseUrl.Length > 0 && !IsAllowed(MediaBaseUrl))
        {
            yield return new ValidationResult($"MediaBaseUrl must be an absolute https address (http only for localhost), not '{MediaBaseUrl}'.");
        }
    }

    internal static bool IsAllowed(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == "https" || (uri.Scheme == "http" && uri.IsLoopback));
}
