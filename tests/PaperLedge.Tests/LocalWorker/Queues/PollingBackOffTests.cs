using PaperLedge.LocalWorker.Queues;

namespace PaperLedge.Tests.LocalWorker.Queues;

public sealed class PollingBackOffTests
{
    [Theory]
    [InlineData(0.5, new[] { 100, 200, 400, 800, 1600, 2000, 2000 })]
    [InlineData(0, new[] { 100, 180, 324, 583, 1049, 1889, 2000 })]
    [InlineData(1, new[] { 100, 220, 484, 1064, 2000, 2000, 2000 })]
    public void Pauses_grow_to_the_limit(double jitter, int[] milliseconds)
    {
        var backOff = new PollingBackOff(TimeSpan.FromSeconds(2));

        Assert.Equal(milliseconds, milliseconds.Select(_ => (int)backOff.Next(jitter).TotalMilliseconds));
    }

    [Fact]
    public void A_message_makes_the_next_pause_the_shortest()
    {
        var backOff = new PollingBackOff(TimeSpan.FromMinutes(1));
        backOff.Next(0.5);
        backOff.Next(0.5);
        backOff.Reset();

        Assert.Equal(PollingBackOff.Shortest, backOff.Next(0.5));
    }
}
