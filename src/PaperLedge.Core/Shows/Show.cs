using PaperLedge.Core.Text;

namespace PaperLedge.Core.Shows;

/// <param name="FeedGuid">The podcast's guid; never changed once an episode is published.</param>
/// <param name="Problems">Problems in the settings' file.</param>
/// <param name="Version">Increases with every change that a reader could see, and only then.</param>
/// <param name="Updated">When <paramref name="Version"/> last increased.</param>
public sealed record Show(Guid FeedGuid, ShowSettings Settings, IReadOnlyList<string> Problems, long Version, DateTimeOffset Updated)
{
    public DateTimeOffset SettingsUpdated { get; init; } = Updated;

    /// <summary>The ETag of the show.json that was read last; null if there was none.</summary>
    public string? FileVersion { get; init; }

    /// <summary>The ETag of the artwork with <see cref="ShowSettings.ArtworkTag"/>.</summary>
    public string? ArtworkVersion { get; init; }

    /// <summary>Why directories would refuse the artwork, and what to do; null if nothing is wrong.</summary>
    public string? ArtworkProblem { get; init; }

    /// <summary>The feed's new address once it has been checked: from then on the old one redirects to it.</summary>
    public Uri? MovedTo { get; init; }

    /// <summary>Why the old address does not redirect yet, and what to do; null if nothing is wrong.</summary>
    public string? MoveProblem { get; init; }

    /// <summary>Why readers do not reach the app at its public address, and what to do; null if nothing is wrong.</summary>
    public string? AddressProblem { get; init; }

    /// <summary>When an episode last left its place in the newest-first list; null if none ever did.</summary>
    public DateTimeOffset? Removed { get; init; }

    /// <summary>The feed's archives, oldest first: each is named by the place in the newest-first list where it begins.</summary>
    /// <remarks>
    /// An archive ends where the one before it begins, the first at the list's end. Places never move, so that an archive's content
    /// does not change when episodes are added.
    /// </remarks>
    public IReadOnlyList<string> Archives { get; init => field = new ValueList<string>(value); } = ValueList<string>.Empty;
}
