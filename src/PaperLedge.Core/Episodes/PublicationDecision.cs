using PaperLedge.Core.Pages;
using PaperLedge.Core.ProducerFiles;
using PaperLedge.Core.Shows;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Core.Episodes;

/// <param name="Head">Of the transcript of the wanted revision.</param>
/// <param name="Sidecar">As it applies to the audio: chapters after its end are left out.</param>
/// <param name="SidecarETag">Null if there is no sidecar.</param>
/// <param name="SidecarProblems">Warnings for the producer.</param>
public sealed record PublicationInputs(
    Episode Episode,
    TranscriptHead Head,
    ShowSettings Show,
    Sidecar Sidecar,
    string? SidecarETag,
    IReadOnlyList<string> SidecarProblems,
    CorrectedCaptions Captions)
{
    /// <summary>Bytes of the file that was made for listeners; null if they get the upload itself.</summary>
    public long? EncodedLength { get; init; }

    /// <summary>The episode that was published under the guid that this one is to have; null if there is none.</summary>
    public EpisodeSlug? GuidOwner { get; init; }

    /// <summary>Whether apps know the episode by its guid, even if it has been withdrawn since.</summary>
    public bool WasPublished { get; init; }

    /// <summary>Whether the sidecar has a guid other than the episode's.</summary>
    public bool HasOtherGuid => Sidecar.Guid is { } guid && guid.Value != Episode.Guid.Value;

    /// <summary>The guid that the episode is to have.</summary>
    public EpisodeGuid Guid => Sidecar.Guid is { } guid && !(HasOtherGuid && WasPublished) ? guid : Episode.Guid;
}

public abstract record PublicationDecision
{
    private PublicationDecision()
    {
    }

    /// <summary>The episode waits for its date, or for a person.</summary>
    /// <param name="Draft">What would be published now, for a review.</param>
    public sealed record Wait(Episode Episode, PublishedEpisode Draft) : PublicationDecision;

    /// <summary>The file for listeners is gone: the episode gets a warning, and listeners keep what they have.</summary>
    public sealed record MissesFile(Episode Episode) : PublicationDecision
    {
        internal static string WarningOf(EpisodeSlug slug) =>
            "The file for listeners is missing from the container media. To make it again, " +
            $"POST to /api/episodes/{slug}/retry.";
    }

    /// <summary>The guid is another episode's: apps would take the two for one.</summary>
    public sealed record Refuse(Episode Episode) : PublicationDecision;

    /// <summary>The episode's row names the correction before its segments are written, so that a cleanup keeps them.</summary>
    public sealed record PrepareCorrection(Episode Episode) : PublicationDecision;

    /// <summary>The episode goes to the listeners, or is updated for them.</summary>
    /// <param name="Episode">Before the publication, with the versions of the files that were read.</param>
    public sealed record Publish(Episode Episode, PublishedEpisode Published, IReadOnlyList<string> Warnings) : PublicationDecision
    {
        /// <param name="transcriptTag">Names the rendered transcripts.</param>
        public Episode Complete(string transcriptTag) => Episode.Publish(Published, transcriptTag, Warnings);
    }

    public static bool IsReady(Episode? episode, Revision revision, TranscriptHead? head) =>
        episode is { Upload: not null, Audio: not null } && episode.Wants(revision) && head is not null;

    /// <param name="inputs">Of an episode that <see cref="IsReady"/>.</param>
    public static PublicationDecision Of(PublicationInputs inputs, DateTimeOffset now)
    {
        var (before, captions) = (inputs.Episode, inputs.Captions);
        var (upload, audio, revision) = (before.Upload!, before.Audio!, before.Wanted!.Value);
        var (tags, late) = audio.Tags.Within(audio.Duration);
        // Chapters in the sidecar replace the file's.
        var tagProblems = inputs.Sidecar.Details.Chapters.Count > 0 ? [] : late;
        var episode = before with { SidecarETag = inputs.SidecarETag, CaptionsETag = captions.Version };
        var merged = MetadataMerger.Merge(before.Slug, inputs.Sidecar, tags, inputs.Show, before.FirstSeen);
        var metadata = MetadataMerger.Keep(merged, inputs.Sidecar, before.Published?.Metadata);
        IReadOnlyList<string> warnings =
        [
            .. audio.Warnings, .. audio.SoundWarnings, .. tagProblems, .. inputs.SidecarProblems,
            .. new[] { ShowNotes.FindDropped(metadata.ShowNotes), KeptGuid(inputs), LateHold(inputs) }.OfType<string>(),
            .. captions.Warnings,
        ];
        if (!inputs.WasPublished && inputs.GuidOwner is { } owner && owner != before.Slug)
        {
            return new Refuse(episode.Fail(
                $"The guid '{inputs.Guid.Value}' is the episode {owner}'s, and apps would take the two for one. Give this episode its " +
                $"own \"guid\" in {UploadName.SidecarOf(before.Slug)}, and upload the sidecar again."));
        }

        var encoded = EncodedAudio.Of(before);
        if (encoded is not null && inputs.EncodedLength is null)
        {
            return new MissesFile(before with { Warnings = [.. warnings, MissesFile.WarningOf(before.Slug)] });
        }

        var enclosure = encoded is not null && inputs.EncodedLength is { } length
            ? new Enclosure(encoded.Version, encoded.Extension, length, encoded.MediaType, audio.Duration)
            : new Enclosure(AudioVersion.Of(upload.ETag), audio.Extension, upload.Length, audio.MediaType, audio.Duration);
        var published = new PublishedEpisode(before.Slug, inputs.Guid, metadata, enclosure, revision, inputs.Head.Transcriber, now)
        {
            Correction = captions.Correction,
        };
        if (before.Published is null && WaitOf(episode, inputs, metadata, warnings, now) is { } waiting)
        {
            return new Wait(waiting, published);
        }

        if (captions.NewSegments.Count > 0 && before.PendingCorrection != captions.Correction!.Tag)
        {
            return new PrepareCorrection(before.Prepare(captions.Correction));
        }

        return new Publish(episode with { Guid = inputs.Guid }, published, warnings);
    }

    private static string? LateHold(PublicationInputs inputs) => inputs is { Sidecar.Hold: true, Episode.Published: not null }
        ? $"{UploadName.SidecarOf(inputs.Episode.Slug)}: \"hold\" comes too late: the episode is in the feed. To take it out again, "
            + "delete its audio from the inbox."
        : null;

    private static string? KeptGuid(PublicationInputs inputs) => inputs.HasOtherGuid && inputs.WasPublished
        ? $"{UploadName.SidecarOf(inputs.Episode.Slug)}: the guid '{inputs.Sidecar.Guid!.Value}' is not used: the episode was published as "
            + $"'{inputs.Episode.Guid.Value}', and with another guid apps would show it twice. Remove \"guid\" from the sidecar."
        : null;

    // Null for an episode that may be published now. An early publication cannot be taken back, a late one can be made up for: so an
    // episode whose date, or whose wish to be held, cannot be read is held.
    private static Episode? WaitOf(
        Episode episode, PublicationInputs inputs, EpisodeMetadata metadata, IReadOnlyList<string> warnings, DateTimeOffset now)
    {
        var (sidecar, title) = (inputs.Sidecar, metadata.Title);
        if ((sidecar.IsReadable ? sidecar.DateProblem : inputs.SidecarProblems[0]) is { } unknown)
        {
            var problem = $"{unknown} The episode is held back until its sidecar is correct, because it may not be due yet.";
            return episode.Hold(problem, title, [.. warnings.Where(warning => warning != unknown)]);
        }

        return (sidecar.Hold ?? inputs.Show.Hold) && !episode.IsReleased ? episode.Hold(problem: null, title, warnings)
            : metadata.Published > now ? episode.Schedule(metadata.Published, title, warnings)
            : null;
    }
}

public enum EpisodeChange
{
    None,

    /// <summary>Its own row: status, warnings and noted versions.</summary>
    Status,

    /// <summary>What listeners get: feed, pages and transcripts.</summary>
    Listeners,
}

public static class EpisodeChanges
{
    public static EpisodeChange Of(Episode before, Episode after)
    {
        if (!IsSameForListeners(before, after))
        {
            return EpisodeChange.Listeners;
        }

        return HasSameStatus(before, after) ? EpisodeChange.None : EpisodeChange.Status;
    }

    private static bool IsSameForListeners(Episode before, Episode after) =>
        before.TranscriptTag == after.TranscriptTag
        && before.Published == (after.Published is { } published && before.Published is { } old
            ? published with { Updated = old.Updated }
            : after.Published);

    private static bool HasSameStatus(Episode before, Episode after) =>
        before.Status == after.Status
        && before.Due == after.Due
        && before.Title == after.Title
        && before.ReviewKey == after.ReviewKey
        && before.SidecarETag == after.SidecarETag
        && before.CaptionsETag == after.CaptionsETag
        && before.PendingCorrection == after.PendingCorrection
        && before.Problem == after.Problem
        && before.Warnings.SequenceEqual(after.Warnings);
}
