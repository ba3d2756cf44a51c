using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace PaperLedge.Functions.Http;

/// <summary>Preconditions of a request (https://www.rfc-editor.org/rfc/rfc9110#name-precedence-of-preconditions).</summary>
public static class ConditionalRequest
{
    /// <param name="ifNoneMatch">Values of the header, none if it is absent.</param>
    /// <param name="ifModifiedSince">Values of the header, used only if <paramref name="ifNoneMatch"/> is absent.</param>
    /// <param name="tag">Tag of the content.</param>
    /// <param name="lastModified">Date of the content; fractions of a second, which the header cannot hold, are ignored.</param>
    /// <returns>True for 304 Not Modified; false if a header cannot be read, so that the content is sent.</returns>
    public static bool IsNotModified(StringValues ifNoneMatch, StringValues ifModifiedSince, ContentTag tag, DateTimeOffset lastModified)
    {
        if (!StringValues.IsNullOrEmpty(ifNoneMatch))
        {
            return Matches(ifNoneMatch, tag);
        }

        return ifModifiedSince.Count == 1
            && HeaderUtilities.TryParseDate(ifModifiedSince.ToString(), out var since)
            && lastModified.ToUnixTimeSeconds() <= since.ToUnixTimeSeconds();
    }

    // Weak comparison, as the RFC requires for If-None-Match: a cache that weakened the tag still has the content.
    private static bool Matches(StringValues ifNoneMatch, ContentTag tag)
    {
        var own = new EntityTagHeaderValue(tag.Value);
        return EntityTagHeaderValue.TryParseList([.. ifNoneMatch.OfType<string>()], out var tags)
            && tags.Any(other => other.Equals(EntityTagHeaderValue.Any) || other.Compare(own, useStrongComparison: false));
    }
}
