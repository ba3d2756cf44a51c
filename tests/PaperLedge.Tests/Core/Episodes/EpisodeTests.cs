using PaperLedge.Core.Episodes;

namespace PaperLedge.Tests.Core.Episodes;

public class EpisodeTests
{
    [Fact]
    public void A_reupload_keeps_what_listeners_hear_until_it_is_published()
    {
        var episode = EpisodeExamples.PublishedEpisode()
            .Accept(EpisodeExamples.UploadOf("new"), EpisodeExamples.NewRevision, EpisodeExamples.Audio, EpisodeExamples.Date);

        Assert.Equal(EpisodeStatus.Queued, episode.Status);
        Assert.Equal(EpisodeExamples.OldRevision, episode.Published?.Revision);
        Assert.True(episode.Wants(EpisodeExamples.NewRevision));
    }

    [Fact]
    public void A_broken_reupload_keeps_what_listeners_hear()
    {
        var episode = EpisodeExamples.PublishedEpisode().Reject(EpisodeExamples.UploadOf("new"), "It is empty.");

        Assert.Equal((EpisodeStatus.Failed, "It is empty."), (episode.Status, episode.Problem));
        Assert.Equal(EpisodeExamples.OldRevision, episode.Published?.Revision);
        Assert.Null(episode.Wanted);
    }

    [Fact]
    public void Publishing_leaves_the_old_revision_to_be_swept()
    {
        var episode = EpisodeExamples.PublishedEpisode()
            .Accept(EpisodeExamples.UploadOf("new"), EpisodeExamples.NewRevision, EpisodeExamples.Audio, EpisodeExamples.Date)
            .Publish(EpisodeExamples.PublishedAs(EpisodeExamples.NewRevision), "tag2", []);

        Assert.Equal(EpisodeStatus.Published, episode.Status);
        Assert.Equal([EpisodeExamples.OldRevision], episode.Leftovers);
    }

    [Fact]
    public void A_withdrawn_episode_keeps_its_guid_and_nothing_that_listeners_have()
    {
        var before = EpisodeExamples.PublishedEpisode();
        var episode = before.Withdraw();

        Assert.Equal(EpisodeStatus.Withdrawn, episode.Status);
        Assert.Equal(before.Guid, episode.Guid);
        Assert.Null(episode.Published);
        Assert.Null(episode.Upload);
        Assert.Equal([EpisodeExamples.OldRevision], episode.Leftovers);
    }

    [Fact]
    public void A_correction_that_is_to_be_written_is_named_and_its_revision_will_be_swept()
    {
        var episode = EpisodeExamples.PublishedEpisode().Prepare(EpisodeExamples.Correction("new"));

        Assert.Equal(EpisodeExamples.Correction("new").Tag, episode.PendingCorrection);
        Assert.Equal([EpisodeExamples.OldRevision], episode.Leftovers);
        Assert.Null(episode.CorrectionOf(EpisodeExamples.OldRevision));
    }

    [Theory]
    [InlineData("new")]
    [InlineData(null)]
    public void A_correction_that_another_or_none_takes_the_place_of_is_left_to_be_swept(string? next)
    {
        var episode = Corrected().Publish(PublishedWith(next), "tag", []);

        Assert.Equal([EpisodeExamples.OldRevision], episode.Leftovers);
        Assert.Equal(next is null ? null : EpisodeExamples.Correction(next), episode.CorrectionOf(EpisodeExamples.OldRevision));
    }

    [Fact]
    public void The_same_correction_published_again_leaves_nothing() =>
        Assert.Empty(Corrected().Publish(PublishedWith("old"), "tag", []).Leftovers);

    [Fact]
    public void A_correction_counts_for_the_audio_that_it_was_published_with_alone() =>
        Assert.Null(Corrected()
            .Accept(EpisodeExamples.UploadOf("new"), EpisodeExamples.NewRevision, EpisodeExamples.Audio, EpisodeExamples.Date)
            .CorrectionOf(EpisodeExamples.NewRevision));

    [Fact]
    public void What_ends_the_wait_for_a_correction_ends_its_protection()
    {
        var pending = EpisodeExamples.PublishedEpisode().Prepare(EpisodeExamples.Correction("new"));
        Episode[] after =
        [
            pending.Publish(PublishedWith("new"), "tag", []),
            pending.Accept(EpisodeExamples.UploadOf("new"), EpisodeExamples.NewRevision, EpisodeExamples.Audio, EpisodeExamples.Date),
            pending.Reject(EpisodeExamples.UploadOf("new"), "It is empty."),
            pending.Withdraw(),
        ];
        Assert.All(after, episode => Assert.Null(episode.PendingCorrection));
    }

    private static Episode Corrected() => EpisodeExamples.PublishedEpisode().Publish(PublishedWith("old"), "tag", []);

    private static PublishedEpisode PublishedWith(string? correction) =>
        EpisodeExamples.PublishedAs(EpisodeExamples.OldRevision) with
        {
            Correction = correction is null ? null : EpisodeExamples.Correction(correction)
        };

    [Fact]
    public void The_same_revision_wanted_again_is_no_leftover() =>
        Assert.Empty(EpisodeExamples.PublishedEpisode()
            .Accept(EpisodeExamples.UploadOf("old"), EpisodeExamples.OldRevision, EpisodeExamples.Audio, EpisodeExamples.Date)
            .Leftovers);
}
