namespace PaperLedge.Core.Episodes;

/// <summary>The research paper that an episode explains. Its authors are credited; they did not make the episode.</summary>
public sealed record Paper(string Title, IReadOnlyList<string> Authors, Uri? Url)
{
    // A record compares lists by reference; and addresses without their fragments; two papers are the same if they say the same.
    public bool Equals(Paper? other) =>
        other is not null && Title == other.Title && Url?.AbsoluteUri == other.Url?.AbsoluteUri && Authors.SequenceEqual(other.Authors);

    public override int GetHashCode() => HashCode.Combine(Title, Url?.AbsoluteUri, Authors.Count);
}
