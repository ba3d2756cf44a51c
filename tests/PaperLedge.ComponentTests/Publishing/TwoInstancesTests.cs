using Microsoft.Extensions.Time.Testing;
using PaperLedge.ComponentTests.App;
using PaperLedge.Core.Episodes;
using PaperLedge.Functions.Publishing;
using PaperLedge.Storage;

namespace PaperLedge.ComponentTests.Publishing;

/// <summary>Two instances of the app on one account, as the platform starts them when there is much to do.</summary>
[Collection(nameof(AzuriteCollection))]
public class TwoInstancesTests(AzuriteFixture azurite)
{
    private static readonly TimeSpan s_lease = new TranscriptionJobOptions().Lease;

    [Fact]
    public async Task One_event_on_both_makes_one_episode()
    {
        await using var app = await azurite.StartAppAsync();
        var second = app.AddInstance();
        await app.UploadAsync("talk.wav", await Clips.Wave);
        // Both have read that there is no such episode before one of them writes it.
        await MeetAsync(app.First, second, "RowKey='show'", instance => instance.UploadRegistration.RegisterAsync("talk.wav", default));

        Assert.Equal(2, await app.CountMessagesAsync(StorageNames.PrepareQueue));
        var message = await app.NextMessageAsync();
        Assert.Equal(0, await app.CountMessagesAsync(StorageNames.TranscribeQueue));
        await app.First.TranscriptionJob.RunAsync(message, default);
        await second.TranscriptionJob.RunAsync(message, default);
        Assert.Equal(EpisodeStatus.Published, (await app.EpisodeAsync("talk")).Status);
        Assert.Equal((1, 0), (app.First.Speech.Runs, second.Speech.Runs));
    }

    [Fact]
    public async Task One_message_on_both_is_transcribed_by_one_and_the_other_waits()
    {
        await using var app = await azurite.StartAppAsync();
        var second = app.AddInstance();
        await app.RegisterAsync("talk.wav", await Clips.Wave);
        var message = await app.NextMessageAsync();

        await MeetAsync(app.First, second, "POST test", instance => instance.TranscriptionJob.RunAsync(message, default));

        Assert.Equal(1, app.First.Speech.Runs + second.Speech.Runs);
        Assert.Equal(EpisodeStatus.Published, (await app.EpisodeAsync("talk")).Status);
        Assert.Contains((StorageNames.TranscribeQueue, s_lease), app.First.Delays.Sent.Concat(second.Delays.Sent));
        Assert.Equal(3, (await app.RowsAsync(StorageNames.SegmentsTable)).Count);
    }

    [Fact]
    public async Task Both_publish_one_revision_and_the_feed_changes_once()
    {
        await using var app = await azurite.StartAppAsync();
        var second = app.AddInstance();
        var episode = await app.RegisterAsync("talk.wav", await Clips.Wave);
        var message = await app.NextMessageAsync();
        app.First.Storage.BeforeNext("/transcripts/", () => throw new InvalidOperationException("Not now."));
        await Assert.ThrowsAsync<InvalidOperationException>(() => app.First.TranscriptionJob.RunAsync(message, default));
        var version = (await app.ShowAsync()).Version;

        await MeetAsync(
            app.First, second, "$batch", instance => instance.Publisher.PublishAsync(episode.Slug, episode.Wanted!.Value, default));

        Assert.Equal(version + 1, (await app.ShowAsync()).Version);
        Assert.Single(await app.Ledger.ListNewestAsync(10, default));
        AssertNoErrors(app.First, second);
    }

    [Fact]
    public async Task What_one_publishes_the_other_serves_within_the_time_that_it_answers_from_memory()
    {
        await using var app = await azurite.StartAppAsync(("Feed:MemorySeconds", "5"));
        var second = app.AddInstance();
        Assert.DoesNotContain("talk", await FeedAsync(second), StringComparison.Ordinal);
        await app.PublishAsync("talk.wav", await Clips.Wave);

        Assert.Contains("talk", await FeedAsync(app.First), StringComparison.Ordinal);
        app.Clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.DoesNotContain("talk", await FeedAsync(second), StringComparison.Ordinal);
        app.Clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Contains("talk", await FeedAsync(second), StringComparison.Ordinal);
        Assert.Equal(await TagAsync(app.First), await TagAsync(second));
    }

    [Fact]
    public async Task Both_tidy_at_once_and_everything_is_done_once()
    {
        await using var app = await azurite.StartAppAsync();
        var second = app.AddInstance();
        await app.PublishAsync("gone.wav", await Clips.Wave);
        await app.DeleteAsync("gone.wav");
        await app.UploadAsync("due.json", $$"""{"published": "{{app.Clock.GetUtcNow().AddHours(1):O}}"}""");
        await app.PublishAsync("due.wav", await Clips.Wave);
        await app.RegisterAsync("stalled.wav", await Clips.Wave);
        await app.NextMessageAsync();
        await app.UploadAsync("missed.wav", await Clips.Wave);
        app.Clock.Advance(TimeSpan.FromHours(1));
        var version = (await app.ShowAsync()).Version;

        await Task.WhenAll(app.First.TidyJob.RunAsync(default), second.TidyJob.RunAsync(default));

        Assert.Equal(EpisodeStatus.Withdrawn, (await app.EpisodeAsync("gone")).Status);
        Assert.Equal(EpisodeStatus.Published, (await app.EpisodeAsync("due")).Status);
        Assert.Equal(EpisodeStatus.Queued, (await app.EpisodeAsync("stalled")).Status);
        Assert.Equal(EpisodeStatus.Queued, (await app.EpisodeAsync("missed")).Status);
        Assert.Equal(version + 2, (await app.ShowAsync()).Version);
        AssertNoErrors(app.First, second);
        var host = new TestHost(app);
        await host.RunAsync();
        Assert.Equal(EpisodeStatus.Published, (await app.EpisodeAsync("missed")).Status);
        Assert.Equal(0, host.Abandoned);
    }

    [Fact]
    public async Task An_expired_lease_is_taken_over_and_the_first_one_does_no_harm_when_it_comes_back()
    {
        await using var app = await azurite.StartAppAsync();
        // The clock of a process that stands still stands still too.
        var frozen = app.AddInstance(new FakeTimeProvider(app.Clock.GetUtcNow()));
        frozen.Speech.Segments = ScriptedTranscriber.Say("Too late.", "Much too late.", "Still too late.");
        await app.RegisterAsync("talk.wav", await Clips.Wave);
        var message = await app.NextMessageAsync();
        frozen.Speech.Meanwhile = async _ =>
        {
            app.Clock.Advance(s_lease);
            await app.First.TranscriptionJob.RunAsync(message, default);
        };

        await frozen.TranscriptionJob.RunAsync(message, default);

        var episode = await app.EpisodeAsync("talk");
        Assert.Equal(EpisodeStatus.Published, episode.Status);
        Assert.Equal(1, app.First.Speech.Runs);
        var version = (await app.ShowAsync()).Version;
        await new TestHost(app).RunAsync();
        Assert.Equal(version, (await app.ShowAsync()).Version);
        Assert.Equal(3, (await app.RowsAsync(StorageNames.SegmentsTable)).Count);
        Assert.DoesNotContain("late", await app.TranscriptAsync("talk", Core.Transcripts.TranscriptFormat.Text), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lease_that_has_not_expired_is_not_taken_over()
    {
        await using var app = await azurite.StartAppAsync();
        var frozen = app.AddInstance(new FakeTimeProvider(app.Clock.GetUtcNow()));
        await app.RegisterAsync("talk.wav", await Clips.Wave);
        var message = await app.NextMessageAsync();
        frozen.Speech.Meanwhile = async _ =>
        {
            app.Clock.Advance(s_lease - TimeSpan.FromSeconds(1));
            await app.First.TranscriptionJob.RunAsync(message, default);
        };

        await frozen.TranscriptionJob.RunAsync(message, default);

        Assert.Equal(0, app.First.Speech.Runs);
        Assert.Equal((StorageNames.TranscribeQueue, TimeSpan.FromSeconds(1)), app.First.Delays.Sent.Last());
        Assert.Equal(EpisodeStatus.Published, (await app.EpisodeAsync("talk")).Status);
    }

    /// <summary>Runs the same work on both, and lets neither send its first request of a kind before the other one is there.</summary>
    private static async Task MeetAsync(AppInstance first, AppInstance second, string request, Func<AppInstance, Task> work)
    {
        var waiting = 2;
        var met = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        foreach (var instance in (AppInstance[])[first, second])
        {
            instance.Storage.BeforeNext(request, () =>
            {
                if (Interlocked.Decrement(ref waiting) == 0)
                {
                    met.SetResult();
                }

                return met.Task.WaitAsync(TimeSpan.FromSeconds(30));
            });
        }

        await Task.WhenAll(work(first), work(second));
    }

    private static void AssertNoErrors(params AppInstance[] instances)
    {
        var errors = instances.SelectMany(instance => instance.Log.Errors).ToList();
        Assert.True(errors.Count == 0, string.Join('\n', errors));
    }

    private static async Task<string> FeedAsync(AppInstance instance) =>
        System.Text.Encoding.UTF8.GetString((await instance.Feed.GetMainAsync(default)).Content.Identity.Bytes);

    private static async Task<string> TagAsync(AppInstance instance) =>
        (await instance.Feed.GetMainAsync(default)).Content.Identity.Tag.Value;
}
