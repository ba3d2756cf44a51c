namespace PaperLedge.Core.Episodes;

/// <summary>An address and what it is called.</summary>
/// <param name="Text">1 to 128 characters, the most that apps show.</param>
public sealed record WebLink(string Text, Uri Url)
{
    // Addresses compare without their fragments, which may be all that a producer corrects.
    public bool Equals(WebLink? other) => other is not null && Text == other.Text && Url.AbsoluteUri == other.Url.AbsoluteUri;

    public override int GetHashCode() => HashCode.Combine(Text, Url.AbsoluteUri);
}
