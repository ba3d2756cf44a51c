using PaperLedge.Functions.Publishing;

namespace PaperLedge.Tests.Functions.Publishing;

public sealed class HeartbeatTests
{
    [Fact]
    public async Task A_beat_under_way_when_the_work_ends_is_waited_for_and_not_cancelled()
    {
        var beating = new TaskCompletionSource();
        var written = false;

        var result = await Heartbeat.RunAsync(
            async _ =>
            {
                await beating.Task;
                return true;
            },
            async token =>
            {
                beating.TrySetResult();
                await Task.Delay(TimeSpan.FromMilliseconds(200), token); // a write that the server has done, but not yet answered
                written = true;
                return true;
            },
            TimeSpan.FromMilliseconds(5),
            TimeProvider.System,
            stopping: default,
            CancellationToken.None);

        Assert.True(result);
        Assert.True(written);
    }

    [Fact]
    public async Task A_beat_that_says_no_ends_the_work()
    {
        var cancelled = false;

        var result = await Heartbeat.RunAsync(
            async token =>
            {
                try
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, token);
                }
                catch (OperationCanceledException)
                {
                    cancelled = true;
                    throw;
                }

                return true;
            },
            _ => Task.FromResult(false),
            TimeSpan.FromMilliseconds(5),
            TimeProvider.System,
            stopping: default,
            CancellationToken.None);

        Assert.False(result);
        Assert.True(cancelled);
    }

    [Fact]
    public async Task Work_that_does_not_heed_a_stop_is_left_behind()
    {
        var never = new TaskCompletionSource<bool>();
        using var stopping = new CancellationTokenSource();

        var running = Heartbeat.RunAsync(
            _ => never.Task, _ => Task.FromResult(true), TimeSpan.FromHours(1), TimeProvider.System, stopping.Token, stopping.Token);
        await stopping.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(TimeSpan.FromMinutes(1)));
    }
}
