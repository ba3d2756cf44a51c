using PaperLedge.ComponentTests.App;
using PaperLedge.Functions.Feeds;

namespace PaperLedge.ComponentTests.Feeds;

/// <summary>
/// The show's row as readers get it: from memory for a moment, from storage after that, and as it was while storage is away.
/// </summary>
[Collection(nameof(AzuriteCollection))]
public class ShowCacheTests(AzuriteFixture azurite)
{
    private static readonly TimeSpan s_memory = TimeSpan.FromSeconds(new FeedOptions().MemorySeconds);

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Many_who_ask_at_once_share_one_read()
    {
        await using var app = await azurite.StartAppAsync();
        var answer = Hold(app.First);

        var asking = Enumerable.Range(0, 50).Select(_ => GetAsync(app.First)).ToList();
        answer.SetResult();
        await Task.WhenAll(asking);

        Assert.Single(app.First.Storage.Reads);
    }

    [Fact]
    public async Task Storage_is_asked_again_when_the_moment_is_over_and_not_before()
    {
        await using var app = await azurite.StartAppAsync();
        await GetAsync(app.First);

        app.Clock.Advance(s_memory - TimeSpan.FromSeconds(0.1));
        await GetAsync(app.First);
        Assert.Single(app.First.Storage.Reads);

        app.Clock.Advance(TimeSpan.FromSeconds(0.1));
        await GetAsync(app.First);
        Assert.Equal(2, app.First.Storage.Reads.Count);
    }

    [Fact]
    public async Task What_an_instance_wrote_itself_it_sees_at_once()
    {
        await using var app = await azurite.StartAppAsync();
        var second = app.AddInstance();
        await GetAsync(app.First);
        await GetAsync(second);

        await app.SetUpShowAsync("""{"title": "Written just now"}""");

        Assert.Equal("Written just now", await GetAsync(app.First));
        Assert.NotEqual("Written just now", await GetAsync(second));
        app.Clock.Advance(s_memory);
        Assert.Equal("Written just now", await GetAsync(second));
    }

    [Fact]
    public async Task What_was_written_and_whose_answer_was_lost_is_seen_at_once_too()
    {
        await using var app = await azurite.StartAppAsync();
        await GetAsync(app.First);
        app.First.Storage.AfterNext("PUT", () => throw new InvalidOperationException("The answer was lost."));

        await Assert.ThrowsAsync<InvalidOperationException>(() => app.SetUpShowAsync("""{"title": "Written just now"}"""));

        Assert.Equal("Written just now", await GetAsync(app.First));
    }

    [Fact]
    public async Task While_storage_hangs_readers_get_the_show_as_it_was_after_a_second()
    {
        await using var app = await azurite.StartAppAsync();
        var title = await GetAsync(app.First);
        app.Clock.Advance(s_memory);
        var answer = Hold(app.First);

        var asking = GetAsync(app.First);
        app.Clock.Advance(s_patience - TimeSpan.FromSeconds(0.1));
        await Task.Delay(50);
        Assert.False(asking.IsCompleted);
        app.Clock.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Equal(title, await asking);
        // The read goes on, and what it brings counts.
        answer.SetResult();
        await app.SetUpShowAsync("""{"title": "Storage is back"}""");
        Assert.Equal("Storage is back", await GetAsync(app.First));
    }

    [Fact]
    public async Task While_storage_fails_readers_get_the_show_as_it_was_and_storage_is_asked_once_a_moment()
    {
        await using var app = await azurite.StartAppAsync();
        var title = await GetAsync(app.First);
        app.Clock.Advance(s_memory);
        app.First.Storage.Forget();
        app.First.Storage.Before = _ => throw new InvalidOperationException("Storage is away.");

        Assert.Equal(title, await GetAsync(app.First));
        Assert.Equal(title, await GetAsync(app.First));

        Assert.Single(app.First.Storage.Reads);
        Assert.Contains(
            app.First.Log.Lines,
            line => line.Text.Contains("Storage did not answer whether the show has changed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_instance_that_never_saw_the_show_fails_and_asks_again_with_the_next_request()
    {
        await using var app = await azurite.StartAppAsync();
        app.First.Storage.BeforeNext("GET", () => throw new InvalidOperationException("Storage is away."));

        await Assert.ThrowsAsync<InvalidOperationException>(() => GetAsync(app.First));

        Assert.NotEmpty(await GetAsync(app.First));
    }

    [Fact]
    public async Task One_reader_who_goes_away_does_not_cancel_the_others_read()
    {
        await using var app = await azurite.StartAppAsync();
        var answer = Hold(app.First);
        using var leaving = new CancellationTokenSource();
        var first = app.First.Get<ShowCache>().GetAsync(leaving.Token).AsTask();
        var second = GetAsync(app.First);

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        answer.SetResult();

        Assert.NotEmpty(await second);
        Assert.Single(app.First.Storage.Reads);
    }

    /// <summary>Storage answers nothing until the result is set.</summary>
    private static TaskCompletionSource Hold(AppInstance instance)
    {
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        instance.Storage.Before = _ => answer.Task;
        return answer;
    }

    private static async Task<string> GetAsync(AppInstance instance) => (await instance.Get<ShowCache>().GetAsync(default)).Settings.Title;
}
