using PaperLedge.Speech.Engine;

namespace PaperLedge.Tests.Speech.Engine;

public sealed class CoresTests
{
    [Fact]
    public void Every_part_is_done_once_however_many_cores_are_free()
    {
        foreach (var count in new[] { 1, 2, 5 })
        {
            var done = new int[100];
            new Cores(count).For(done.Length, part => Interlocked.Increment(ref done[part]));
            Assert.All(done, times => Assert.Equal(1, times));
        }
    }

    [Fact]
    public void A_thread_whose_cores_are_all_busy_works_alone()
    {
        var cores = new Cores(2);
        cores.Enter();
        cores.Enter();
        var threads = new HashSet<int>();
        cores.For(50, _ => threads.Add(Environment.CurrentManagedThreadId));
        Assert.Equal([Environment.CurrentManagedThreadId], threads);
    }

    [Fact]
    public void The_first_failure_of_a_part_is_thrown_as_it_is()
    {
        foreach (var count in new[] { 1, 2 })
        {
            Assert.Throws<InvalidTimeZoneException>(() => new Cores(count).For(8, _ => throw new InvalidTimeZoneException()));
        }
    }

    [Fact]
    public void A_core_is_lent_until_an_encoding_ends()
    {
        var cores = new Cores(2);
        cores.Enter();
        cores.Lend();
        cores.BeginEncoding();
        var lending = new Thread(cores.Lend);
        lending.Start();
        Assert.False(lending.Join(50));
        cores.EndEncoding();
        Assert.True(lending.Join(TimeSpan.FromSeconds(10)));
    }
}
