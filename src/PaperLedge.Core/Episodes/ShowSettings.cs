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
    bool Locked);
