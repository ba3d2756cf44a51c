namespace PaperLedge.Core.Episodes;

/// <summary>What a producer says of the show: the JSON blob <c>config/show.json</c>.</summary>
/// <param name="Description">Plain text, at most 4,000 bytes of UTF-8.</param>
/// <param name="Language">A BCP 47 tag; episodes without one of their own use it.</param>
/// <param name="Author">Who makes the show.</param>
/// <param name="OwnerEmail">For directories; shown in the feed only if set.</param>
/// <param name="Category">One of Apple's categories, such as <c>Science</c>.</param>
/// <param name="Subcategory">One of the category's subcategories, or null.</param>
/// <param name="Artwork">An absolute URL, or the name of a blob in <c>config</c> (JPEG or PNG, 1,400 to 3,000 px square).</param>
/// <param name="Narrator">Who reads; the voice's name where it is synthetic.</param>
/// <param name="SyntheticVoice">True if the audio is in material part made by AI: said in the feed and on every page.</param>
/// <param name="Locked">Whether other hosts may import the feed.</param>
public sealed record ShowSettings(
    string Title,
    string Description,
    string Language,
    string Author,
    string? OwnerEmail,
    string Category,
    string? Subcategory,
    bool Explicit,
    string? Artwork,
    string? Copyright,
    string? Narrator,
    bool SyntheticVoice,
    bool Locked)
{
    /// <summary>The show's own website; null for the show page of this app.</summary>
    public Uri? Link { get; init; }

    public ShowType Type { get; init; }

    /// <summary>True if directories shall not list the show.</summary>
    public bool Block { get; init; }

    /// <summary>Where the feed has moved to; apps follow, so it is to be set only when the new one works.</summary>
    public Uri? NewFeedUrl { get; init; }

    /// <summary>What an enclosure's address is put behind, for services that count downloads, such as <c>https://op3.dev/e/</c>.</summary>
    public Uri? EnclosurePrefix { get; init; }

    /// <summary>A WebSub hub that is told of every change.</summary>
    public Uri? Hub { get; init; }

    /// <summary>Whether changes are told by Podping; the app needs a token for it.</summary>
    public bool Podping { get; init; }

    public WebLink? Funding { get; init; }

    public License? License { get; init; }

    public Location? Location { get; init; }

    public UpdateFrequency? UpdateFrequency { get; init; }

    public Trailer? Trailer { get; init; }

    /// <summary>Directories and apps that have the show, as the show page lists them.</summary>
    public IReadOnlyList<WebLink> Subscribe { get; init => field = new ValueList<WebLink>(value); } = ValueList<WebLink>.Empty;

    public IReadOnlyList<Verification> Verifications { get; init => field = new ValueList<Verification>(value); } = ValueList<Verification>.Empty;

    /// <summary>By number, ascending.</summary>
    public IReadOnlyList<SeasonName> Seasons { get; init => field = new ValueList<SeasonName>(value); } = ValueList<SeasonName>.Empty;
}
