using Microsoft.Azure.Functions.Worker;
using PaperLedge.Functions.Episodes;

namespace PaperLedge.Functions.Triggers;

public sealed class Tidy(Housekeeping housekeeping)
{
    [Function(nameof(Tidy))]
    public Task RunAsync([TimerTrigger("%TidySchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        housekeeping.TidyAsync(cancellationToken);
}
