using PaperLedge.LocalWorker.Queues;
using PaperLedge.LocalWorker.Settings;

namespace PaperLedge.Tests.LocalWorker.Queues;

public sealed class QueuePaceTests
{
    [Theory]
    [InlineData(1, 1, 0)]
    [InlineData(4, 4, 0)]
    [InlineData(32, 32, 0)]
    [InlineData(100, 32, 68)]
    public void As_many_blobs_run_at_once_as_host_json_allows(int parallelism, int batch, int threshold)
    {
        var pace = QueuePace.ForBlobs(new BlobSettings { MaxDegreeOfParallelism = parallelism }, new QueueSettings(), new LocalWorkerOptions());

        Assert.Equal((batch, threshold), (pace.BatchSize, pace.NewBatchThreshold));
    }

    [Fact]
    public void Without_a_threshold_half_a_batch_for_each_processor_may_still_run() =>
        Assert.Equal(8 * Environment.ProcessorCount, new QueueSettings { BatchSize = 16 }.EffectiveNewBatchThreshold);
}
