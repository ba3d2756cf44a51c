using PaperLedge.Core.Episodes;

namespace PaperLedge.Tests.Core.Episodes;

public class EpisodeTests
{
    [Fact]
    public void A_reupload_keeps_what_listeners_hear_until_it_is_published()
    {
        var episode = Some.PublishedEpisode().Accept(Some.UploadOf("new"), Some.NewRevision, Some.Audio, Some.Date);

        Assert.Equal(EpisodeStatus.Queued, episode.Status);
        Assert.Equal(Some.OldRevision, episode.Published?.Enclosure.Revision);
        Assert.True(episode.Wants(Some.NewRevision));
    }

    [Fact]
    public void A_broken_reupload_keeps_what_listeners_hear()
    {
        var episode = Some.PublishedEpisode().Reject(Some.UploadOf("new"), "It is empty.");

        Assert.Equal((EpisodeStatus.Failed, "It is empty."), (episode.Status, episode.Problem));
        Assert.Equal(Some.OldRevision, episode.Published?.Enclosure.Revision);
        Assert.Null(episode.Wanted);
    }

    [Fact]
    public void Publishing_leaves_the_old_revision_to_be_swept()
    {
        var episode = Some.PublishedEpisode()
            .Accept(Some.UploadOf("new"), Some.NewRevision, Some.Audio, Some.Date)
            .Publish(Some.PublishedAs(Some.NewRevision), "tag2", [], deadAttempts: false);

        Assert.Equal(EpisodeStatus.Published, episode.Status);
        Assert.Equal([Some.OldRevision], episode.Leftovers);
    }

    [Fact]
    public void Dead_attempts_leave_their_own_revision_to_be_swept() =>
        Assert.Equal(
            [Some.OldRevision],
            Some.PublishedEpisode().Publish(Some.PublishedAs(Some.OldRevision), "tag", [], deadAttempts: true).Leftovers);

    [Fact]
    public void A_withdrawn_episode_keeps_its_guid_and_nothing_that_listeners_have()
    {
        var before = Some.PublishedEpisode();
        var episode = before.Withdraw();

        Assert.Equal(EpisodeStatus.Withdrawn, episode.Status);
        Assert.Equal(before.Guid, episode.Guid);
        Assert.Null(episode.Published);
        Assert.Null(episode.Upload);
        Assert.Equal([Some.OldRevision], episode.Leftovers);
    }

    [Fact]
    public void A_correction_that_is_to_be_written_is_named_and_its_revision_will_be_swept()
    {
        var episode = Some.PublishedEpisode().Prepare(Some.Correction("new"));

        Assert.Equal(Some.Correction("new").Tag, episode.PendingCorrection);
        Assert.Equal([Some.OldRevision], episode.Leftovers);
        Assert.Null(episode.CorrectionOf(Some.OldRevision));
    }

    [Theory]
    [InlineData("new")]
    [InlineData(null)]
    public void A_correction_that_another_or_none_takes_the_place_of_is_left_to_be_swept(string? next)
    {
        var episode = Corrected().Publish(PublishedWith(next), "tag", [], deadAttempts: false);

        Assert.Equal([Some.OldRevision], episode.Leftovers);
        Assert.Equal(next is null ? null : Some.Correction(next), episode.CorrectionOf(Some.OldRevision));
    }

    [Fact]
    public void The_same_correction_published_again_leaves_nothing() =>
        Assert.Empty(Corrected().Publish(PublishedWith("old"), "tag", [], deadAttempts: false).Leftovers);

    [Fact]
    public void A_correction_counts_for_the_audio_that_it_was_published_with_alone() =>
        Assert.Null(Corrected().Accept(Some.UploadOf("new"), Some.NewRevision, Some.Audio, Some.Date).CorrectionOf(Some.NewRevision));

    [Fact]
    public void What_ends_the_wait_for_a_correction_ends_its_protection()
    {
        var pending = Some.PublishedEpisode().Prepare(Some.Correction("new"));
        Episode[] after =
        [
            pending.Publish(PublishedWith("new"), "tag", [], deadAttempts: false),
            pending.Accept(Some.UploadOf("new"), Some.NewRevision, Some.Audio, Some.Date),
            pending.Reject(Some.UploadOf("new"), "It is empty."),
            pending.Withdraw(),
        ];
        Assert.All(after, episode => Assert.Null(episode.PendingCorrection));
    }

    private static Episode Corrected() => Some.PublishedEpisode().Publish(PublishedWith("old"), "tag", [], deadAttempts: false);

    private static PublishedEpisode PublishedWith(string? correction) =>
        Some.PublishedAs(Some.OldRevision) with { Correction = correction is null ? null : Some.Correction(correction) };

    [Fact]
    public void The_same_revision_wanted_again_is_no_leftover() =>
        Assert.Empty(Some.PublishedEpisode().Accept(Some.UploadOf("old"), Some.OldRevision, Some.Audio, Some.Date).Leftovers);
}
