using PaperLedge.Core.Episodes;
using PaperLedge.Core.ProducerFiles;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Tests.Core.Episodes;

public class PublicationDecisionTests
{
    private static readonly DateTimeOffset s_now = EpisodeExamples.Date.AddDays(10);
    private static readonly DateTimeOffset s_past = s_now.AddDays(-1);
    private static readonly DateTimeOffset s_future = s_now.AddDays(1);
    private static readonly DateTimeOffset s_longAway = s_now.AddDays(30);

    public enum Before
    {
        Queued,
        Scheduled,
        Held,
        Released,
        Published,
    }

    public enum Date
    {
        Missing,
        Past,
        Future,
        Wrong,
        Held,
        UnreadableFile,
    }

    public enum Captions
    {
        None,
        Published,
        New,
        NewAndPrepared,
    }

    /// <summary>Every state: what the episode was before, its sidecar's date, its captions, and the decision.</summary>
    public static TheoryData<Before, Date, Captions, string> States => new()
    {
        // The upload lies in the past; its time is the date where the sidecar has none.
        { Before.Queued, Date.Missing, Captions.None, "publish" },
        { Before.Queued, Date.Past, Captions.None, "publish" },
        { Before.Queued, Date.Wrong, Captions.None, "hold for its date" },
        { Before.Queued, Date.UnreadableFile, Captions.None, "hold for its date" },
        { Before.Queued, Date.Held, Captions.New, "hold for a person" },
        { Before.Queued, Date.Future, Captions.None, "schedule for the sidecar's date" },
        { Before.Queued, Date.Future, Captions.New, "schedule for the sidecar's date" },
        { Before.Queued, Date.Past, Captions.New, "prepare the correction" },
        { Before.Queued, Date.Past, Captions.NewAndPrepared, "publish corrected" },

        // A date that cannot be read may be later than the one that was known before.
        { Before.Scheduled, Date.Missing, Captions.None, "publish" },
        { Before.Scheduled, Date.Past, Captions.None, "publish" },
        { Before.Scheduled, Date.Future, Captions.None, "schedule for the sidecar's date" },
        { Before.Scheduled, Date.Wrong, Captions.None, "hold for its date" },
        { Before.Scheduled, Date.UnreadableFile, Captions.None, "hold for its date" },
        { Before.Scheduled, Date.Wrong, Captions.New, "hold for its date" },
        { Before.Scheduled, Date.Held, Captions.None, "hold for a person" },
        { Before.Held, Date.Past, Captions.None, "publish" },
        { Before.Held, Date.Future, Captions.None, "schedule for the sidecar's date" },
        { Before.Released, Date.Held, Captions.None, "publish" },
        { Before.Released, Date.Wrong, Captions.None, "hold for its date" },
        { Before.Scheduled, Date.Past, Captions.New, "prepare the correction" },
        { Before.Scheduled, Date.Past, Captions.NewAndPrepared, "publish corrected" },

        // A published episode stays public whatever its date becomes.
        { Before.Published, Date.Missing, Captions.None, "publish" },
        { Before.Published, Date.Past, Captions.None, "publish" },
        { Before.Published, Date.Future, Captions.None, "publish" },
        { Before.Published, Date.Wrong, Captions.None, "publish" },
        { Before.Published, Date.UnreadableFile, Captions.None, "publish" },
        { Before.Published, Date.Held, Captions.None, "publish" },
        { Before.Published, Date.Past, Captions.Published, "publish corrected" },
        { Before.Published, Date.Future, Captions.New, "prepare the correction" },
        { Before.Published, Date.UnreadableFile, Captions.NewAndPrepared, "publish corrected" },
    };

    [Theory]
    [MemberData(nameof(States))]
    public void Each_state_has_its_decision(Before before, Date date, Captions captions, string expected)
    {
        var episode = EpisodeIn(before);
        var correction = EpisodeExamples.Correction("corrected");
        if (captions == Captions.NewAndPrepared)
        {
            episode = episode.Prepare(correction);
        }

        var inputs = new PublicationInputs(
            episode,
            EpisodeExamples.Head,
            ShowSettingsReader.Default,
            SidecarWith(date),
            "sidecar-etag",
            ["a sidecar's problem"],
            captions switch
            {
                Captions.None => CorrectedCaptions.None,
                Captions.Published => new CorrectedCaptions("captions-etag", correction, [], null, ["a caption's problem"]),
                _ => new CorrectedCaptions(
                    "captions-etag", correction, [new Segment(TimeSpan.Zero, TimeSpan.FromSeconds(1), "corrected", 0, 0)], null, []),
            });

        var decision = PublicationDecision.Of(inputs, s_now);

        Assert.Equal(expected, Describe(decision));
        AssertNoted(decision, inputs);
    }

    [Fact]
    public void A_new_revision_of_the_same_audio_leaves_the_enclosure_as_it_is()
    {
        var inputs = new PublicationInputs(
            EpisodeIn(Before.Queued), EpisodeExamples.Head, ShowSettingsReader.Default, Sidecar.Empty, null, [], CorrectedCaptions.None);
        var first = Assert.IsType<PublicationDecision.Publish>(PublicationDecision.Of(inputs, s_now));
        var upgraded = inputs with { Episode = inputs.Episode.Requeue(EpisodeExamples.OldRevision, s_now) };
        var second = Assert.IsType<PublicationDecision.Publish>(PublicationDecision.Of(upgraded, s_now));

        Assert.NotEqual(first.Published.Revision, second.Published.Revision);
        Assert.Equal(first.Published.Enclosure, second.Published.Enclosure);
    }

    [Theory]
    [InlineData(false, "In time", 1)]
    [InlineData(true, "Own", 0)]
    public void Chapters_of_the_file_behind_the_sounds_end_are_reported_unless_the_sidecar_has_its_own(
        bool hasOwn, string chapter, int warnings)
    {
        var tags = EmbeddedTags.None with
        {
            Chapters = [new Chapter(TimeSpan.FromSeconds(1), "In time"), new Chapter(EpisodeExamples.Audio.Duration, "Too late")],
        };
        var episode = EpisodeIn(Before.Queued) with { Audio = EpisodeExamples.Audio with { Tags = tags } };
        var sidecar = hasOwn
            ? Sidecar.Empty with { Details = new EpisodeDetails { Chapters = [new Chapter(TimeSpan.Zero, "Own")] } }
            : Sidecar.Empty;
        var inputs = new PublicationInputs(
            episode, EpisodeExamples.Head, ShowSettingsReader.Default, sidecar, null, [], CorrectedCaptions.None);

        var publish = Assert.IsType<PublicationDecision.Publish>(PublicationDecision.Of(inputs, s_now));

        Assert.Equal(chapter, Assert.Single(publish.Published.Metadata.Details.Chapters).Title);
        Assert.Equal(warnings, publish.Warnings.Count(warning => warning.Contains("'Too late' starts at", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(Before.Queued)]
    [InlineData(Before.Published)]
    public void A_file_for_listeners_that_is_gone_is_reported_and_nothing_else_changes(Before before)
    {
        var episode = EpisodeIn(before) with { Audio = EpisodeExamples.Audio with { Encode = EncodedFormat.Mp3 } };
        var inputs = new PublicationInputs(
            episode, EpisodeExamples.Head, ShowSettingsReader.Default, Sidecar.Empty, null, [], CorrectedCaptions.None);

        var misses = Assert.IsType<PublicationDecision.MissesFile>(PublicationDecision.Of(inputs, s_now));

        Assert.Equal(episode.Published, misses.Episode.Published);
        Assert.Contains("/retry", misses.Episode.Warnings[^1], StringComparison.Ordinal);
        Assert.IsType<PublicationDecision.Publish>(PublicationDecision.Of(inputs with { EncodedLength = 1 }, s_now));
    }

    [Fact]
    public void Only_a_wanted_revision_with_a_complete_transcript_is_ready()
    {
        var (episode, head) = (EpisodeIn(Before.Queued), EpisodeExamples.Head);

        Assert.True(PublicationDecision.IsReady(episode, EpisodeExamples.NewRevision, head));
        Assert.False(PublicationDecision.IsReady(null, EpisodeExamples.NewRevision, head));
        Assert.False(PublicationDecision.IsReady(episode, EpisodeExamples.OldRevision, head));
        Assert.False(PublicationDecision.IsReady(episode, EpisodeExamples.NewRevision, null));
        Assert.False(PublicationDecision.IsReady(episode.Withdraw(), EpisodeExamples.NewRevision, head));
        Assert.False(
            PublicationDecision.IsReady(episode.Reject(EpisodeExamples.UploadOf("x"), "broken"), EpisodeExamples.NewRevision, head));
    }

    [Fact]
    public void A_change_is_as_large_as_what_it_concerns()
    {
        var before = EpisodeExamples.PublishedEpisode();
        var again = before with { Published = before.Published! with { Updated = s_now } };

        Assert.Equal(EpisodeChange.None, EpisodeChanges.Of(before, again));
        Assert.Equal(EpisodeChange.Status, EpisodeChanges.Of(before, again with { Warnings = ["new"] }));
        Assert.Equal(EpisodeChange.Status, EpisodeChanges.Of(before, again with { SidecarETag = "new" }));
        Assert.Equal(EpisodeChange.Status, EpisodeChanges.Of(before, again with { Problem = "new" }));
        Assert.Equal(EpisodeChange.Listeners, EpisodeChanges.Of(before, again with { TranscriptTag = "new" }));
        Assert.Equal(
            EpisodeChange.Listeners,
            EpisodeChanges.Of(before, again with { Published = again.Published with { Correction = EpisodeExamples.Correction("x") } }));
        var queued = EpisodeIn(Before.Queued);
        Assert.Equal(EpisodeChange.Status, EpisodeChanges.Of(queued, queued.Schedule(s_future, "Talk", [])));
        Assert.Equal(EpisodeChange.None, EpisodeChanges.Of(queued.Schedule(s_future, "Talk", []), queued.Schedule(s_future, "Talk", [])));
    }

    /// <summary>Whatever is decided, the versions of the files that were read and their warnings go with it.</summary>
    private static void AssertNoted(PublicationDecision decision, PublicationInputs inputs)
    {
        if (decision is PublicationDecision.PrepareCorrection prepare)
        {
            // It is decided anew afterwards, so nothing is noted yet.
            Assert.Equal(inputs.Episode.SidecarETag, prepare.Episode.SidecarETag);
            return;
        }

        var after = decision is PublicationDecision.Publish publish
            ? publish.Complete("tag")
            : ((PublicationDecision.Wait)decision).Episode;
        Assert.Equal((inputs.SidecarETag, inputs.Captions.Version), (after.SidecarETag, after.CaptionsETag));
        // What holds the episode is its problem, not a warning beside it.
        IEnumerable<string> noted = after is { Status: EpisodeStatus.Held, Problem: { } problem }
            ? inputs.SidecarProblems.Where(warning => !problem.StartsWith(warning, StringComparison.Ordinal))
            : inputs.SidecarProblems;
        Assert.Equal([.. noted, .. inputs.Captions.Warnings], after.Warnings.Where(warning => !warning.Contains("too late")));
    }

    private static string Describe(PublicationDecision decision) => decision switch
    {
        PublicationDecision.Publish { Published.Correction: null } => "publish",
        PublicationDecision.Publish => "publish corrected",
        PublicationDecision.PrepareCorrection => "prepare the correction",
        PublicationDecision.Wait { Episode: { Status: EpisodeStatus.Scheduled, Due: { } due } } when due == s_future =>
            "schedule for the sidecar's date",
        PublicationDecision.Wait { Episode: { Status: EpisodeStatus.Held, Problem: null } } => "hold for a person",
        PublicationDecision.Wait { Episode: { Status: EpisodeStatus.Held } } => "hold for its date",
        _ => decision.ToString(),
    };

    private static Episode EpisodeIn(Before before) => before switch
    {
        Before.Queued => NewEpisode(),
        Before.Scheduled => NewEpisode().Schedule(s_longAway, "Talk", []),
        Before.Held => NewEpisode().Hold(problem: null, "Talk", []),
        Before.Released => NewEpisode().Hold(problem: null, "Talk", []).Release(s_now),
        _ => EpisodeExamples.PublishedEpisode()
            .Accept(EpisodeExamples.UploadOf("new"), EpisodeExamples.NewRevision, EpisodeExamples.Audio, s_past),
    };

    private static Episode NewEpisode() => new Episode(EpisodeExamples.Slug, new EpisodeGuid("guid"), s_past)
        .Accept(EpisodeExamples.UploadOf("new"), EpisodeExamples.NewRevision, EpisodeExamples.Audio, s_past);

    private static Sidecar SidecarWith(Date date) => date switch
    {
        Date.Past => Sidecar.Empty with { Published = s_past },
        Date.Future => Sidecar.Empty with { Published = s_future },
        Date.Wrong => Sidecar.Empty with { DateProblem = "a sidecar's problem" },
        Date.Held => Sidecar.Empty with { Hold = true },
        Date.UnreadableFile => Sidecar.Empty with { IsReadable = false },
        _ => Sidecar.Empty,
    };
}
