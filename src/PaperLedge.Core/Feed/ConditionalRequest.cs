using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace PaperLedge.Core.Feed;

/// <summary>Whether a client has what it asks for (https://www.rfc-editor.org/rfc/rfc9110#name-precedence-of-preconditions).</summary>
public static class ConditionalRequest
{
    /// <param name="ifNoneMatch">The header's values, none where it is absent.</param>
    /// <param name="ifModifiedSince">Heeded only where <paramref name="ifNoneMatch"/> is absent.</param>
    /// <param name="tag">Of what would be sent.</param>
    /// <param name="lastModified">Of what would be sent; fractions of a second, which the header cannot hold, do not count.</param>
    /// <returns>True for 304 Not Modified. Headers that cannot be read are no reason to withhold the content.</returns>
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

    /// <summary>Weak comparison, as the RFC asks for If-None-Match: a cache that weakened the tag still has the content.</summary>
    private static bool Matches(StringValues ifNoneMatch, ContentTag tag)
    {
        var own = new EntityTagHeaderValue(tag.Value);
        return EntityTagHeaderValue.TryParseList([.. ifNoneMatch.OfType<string>()], out var tags)
            && tags.Any(other => other.Equals(EntityTagHeaderValue.Any) || other.Compare(own, useStrongComparison: false));
    }
}
