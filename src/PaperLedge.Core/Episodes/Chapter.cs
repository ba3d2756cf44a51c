namespace PaperLedge.Core.Episodes;

/// <summary>A part of an episode, which lasts until the next one begins.</summary>
/// <param name="Start">From the episode's beginning, in whole milliseconds.</param>
/// <param name="Title">1 to 128 characters.</param>
/// <param name="Url">What the part is about.</param>
/// <param name="Image">Shown instead of the episode's artwork while the part is heard.</param>
public sealed record Chapter(TimeSpan Start, string Title, Uri? Url = null, Uri? Image = null)
{
    // Addresses compare without their fragments, which may be all that a producer corrects.
    public bool Equals(Chapter? other) =>
        other is not null
        && (Start, Title, Url?.AbsoluteUri, Image?.AbsoluteUri) == (other.Start, other.Title, other.Url?.AbsoluteUri, other.Image?.AbsoluteUri);

    public override int GetHashCode() => HashCode.Combine(Start, Title, Url?.AbsoluteUri, Image?.AbsoluteUri);
}
