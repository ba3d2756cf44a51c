using PaperLedge.Core.Episodes;
using PaperLedge.Core.Text;

namespace PaperLedge.Core.Shows;

/// <summary>The producer's settings for the show: the JSON blob <c>config/show.json</c>.</summary>
/// <param name="Description">Plain text, at most 4,000 bytes of UTF-8.</param>
/// <param name="Language">A BCP 47 tag; the default for episodes.</param>
/// <param name="Author">The show's maker.</param>
/// <param name="OwnerEmail">For directories; shown in the feed only if set.</param>
/// <param name="Category">One of Apple's categories, such as <c>Science</c>.</param>
/// <param name="Subcategory">One of the category's subcategories, or null.</param>
/// <param name="Artwork">An absolute URL, or the name of a blob in <c>config</c> (JPEG or PNG, 1,400 to 3,000 px square).</param>
/// <param name="Narrator">The narrator's name, or the voice's name if it is synthetic.</param>
/// <param name="SyntheticVoice">True if AI made a material part of the audio: disclosed in the feed and on every page.</param>
/// <param name="Locked">True to forbid other hosts to import the feed.</param>
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
    /// <summary>The show's identity in apps, from an earlier feed; null to keep the one that it has.</summary>
    public Guid? Guid { get; init; }

    /// <summary>The hash of the artwork's bytes, which is part of its address; null for an address elsewhere.</summary>
    /// <remarks>Not from the settings' file: apps and directories fetch a picture again only if its address is new.</remarks>
    public string? ArtworkTag { get; init; }

    /// <summary>The show's own website; null for the show page of this app.</summary>
    public Uri? Link { get; init; }

    public ShowType Type { get; init; }

    /// <summary>Format of the files that are made for listeners; null to publish uploads as they are, if apps can play them.</summary>
    public EncodedFormat? Encode { get; init; }

    /// <summary>True to keep new episodes back for a review, unless their sidecars say otherwise.</summary>
    public bool Hold { get; init; }

    /// <summary>True to keep the show out of directories.</summary>
    public bool Block { get; init; }

    /// <summary>The feed's new address. Apps follow it, so set it only when the new feed works.</summary>
    public Uri? NewFeedUrl { get; init; }

    /// <summary>Prefix of enclosure addresses for services that measure downloads, such as <c>https://op3.dev/e/</c>.</summary>
    public Uri? EnclosurePrefix { get; init; }

    /// <summary>A WebSub hub that is notified of every change.</summary>
    public Uri? Hub { get; init; }

    /// <summary>True to announce changes by Podping; the app needs a token for it.</summary>
    public bool Podping { get; init; }

    public WebLink? Funding { get; init; }

    public License? License { get; init; }

    public Location? Location { get; init; }

    public UpdateFrequency? UpdateFrequency { get; init; }

    public Trailer? Trailer { get; init; }

    /// <summary>Directories and apps that have the show, as the show page lists them.</summary>
    public IReadOnlyList<WebLink> Subscribe { get; init => field = new ValueList<WebLink>(value); } = ValueList<WebLink>.Empty;

    public IReadOnlyList<Verification> Verifications { get; init => field = new ValueList<Verification>(value); } =
        ValueList<Verification>.Empty;

    /// <summary>By number, ascending.</summary>
    public IReadOnlyList<SeasonName> Seasons { get; init => field = new ValueList<SeasonName>(value); } = ValueList<SeasonName>.Empty;
}

/// <summary>Apple's show types, which decide the order of episodes in apps.</summary>
public enum ShowType
{
    /// <summary>Newest first; each episode stands alone.</summary>
    Episodic,

    /// <summary>Oldest first, by season.</summary>
    Serial,
}

/// <param name="Text">1 to 128 characters, the most that apps show.</param>
public sealed record WebLink(string Text, Uri Url)
{
    // Uri equality ignores fragments, which may be all that a producer corrects.
    public bool Equals(WebLink? other) => other is not null && Text == other.Text && Url.AbsoluteUri == other.Url.AbsoluteUri;

    public override int GetHashCode() => HashCode.Combine(Text, Url.AbsoluteUri);
}

/// <summary>A text that a service asks for in the feed as proof of ownership (<c>podcast:txt</c>).</summary>
/// <param name="Purpose">Such as <c>verify</c> or <c>applepodcastsverify</c>; at most 128 characters.</param>
/// <param name="Value">As the service gave it.</param>
public sealed record Verification(string Purpose, string Value);

/// <summary>Audio that introduces the show to new listeners (<c>podcast:trailer</c>).</summary>
/// <param name="Title">1 to 128 characters.</param>
/// <param name="Length">Bytes, or null.</param>
/// <param name="Type">A MIME type, or null.</param>
/// <param name="Season">The season, if the trailer is for one only.</param>
public sealed record Trailer(string Title, Uri Url, DateTimeOffset Published, long? Length = null, string? Type = null, int? Season = null);

/// <summary>How often episodes are published (<c>podcast:updateFrequency</c>).</summary>
/// <param name="Text">For people; 1 to 128 characters.</param>
/// <param name="Rule">A recurrence rule such as <c>FREQ=WEEKLY</c> (RFC 5545, section 3.3.10), or null.</param>
/// <param name="Complete">True if no further episodes are planned.</param>
/// <param name="Starts">When the rule begins to apply, or null.</param>
public sealed record UpdateFrequency(string Text, string? Rule = null, bool Complete = false, DateTimeOffset? Starts = null);

/// <param name="Number">1 or more.</param>
/// <param name="Name">1 to 128 characters.</param>
public sealed record SeasonName(int Number, string Name);
