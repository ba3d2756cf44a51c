using System.Text.Json;
using Microsoft.Extensions.Logging;
using PaperLedge.Core.Episodes;
using PaperLedge.Storage.Queues;
using PaperLedge.Storage.Work;

namespace PaperLedge.Functions.Publishing;

/// <summary>Reads the plans of episodes, and queues the preparation again if a plan or a piece cannot be used.</summary>
public sealed class PlanReader(
    WorkStore store,
    WorkFiles files,
    WorkQueue queue,
    TranscriptionRequests requests,
    TimeProvider time,
    ILogger<PlanReader> logger)
{
    /// <returns>
    /// Null if there is no usable plan: the audio is being prepared, is queued for that, or another revision has replaced this one.
    /// </returns>
    internal async Task<(string Name, EpisodePlan Plan)?> ReadAsync(
        EpisodeSlug slug, Revision revision, Upload upload, CancellationToken cancellationToken)
    {
        var preparation = await store.FindAsync(WorkItem.Preparation(slug, revision), cancellationToken);
        if (preparation is not { Value: { Finished: not null, Plan: { } name } })
        {
            return null;
        }

        EpisodePlan plan;
        try
        {
            plan = await files.ReadPlanAsync(slug, revision, name, cancellationToken);
        }
        catch (Exception exception) when (exception is WorkFileException or JsonException)
        {
            await PrepareAgainAsync(slug, revision, exception, cancellationToken);
            return null;
        }

        // An upgrade or another language makes another transcript. Names that came late do not: the work continues without them.
        var request = await requests.GetAsync(slug, upload, cancellationToken);
        var options = request.Options with { Prompt = plan.Options.Prompt };
        if (Revision.Of(upload.ETag, request.Fingerprint, options) == revision)
        {
            return (name, plan);
        }

        await requests.ReplaceAsync(slug, revision, request.Revision, cancellationToken);
        return null;
    }

    /// <summary>Queues the preparation again. Pieces that are finished stay so if the plan turns out to be the same.</summary>
    internal async Task PrepareAgainAsync(EpisodeSlug slug, Revision revision, Exception reason, CancellationToken cancellationToken)
    {
        var item = WorkItem.Preparation(slug, revision);
        EpisodeLog.PreparesAgain(logger, slug.Value, reason.Message);
        if (await store.FindAsync(item, cancellationToken) is { Value: { Finished: not null } state } stored)
        {
            var now = time.GetUtcNow();
            var reset = state with { Finished = null, Plan = null, LeaseUntil = now, LastSeen = now };
            if (await store.WriteAsync(item, reset, stored.ETag, cancellationToken) is null)
            {
                return; // Another worker noticed it too.
            }
        }

        await queue.SendAsync(item, delay: null, cancellationToken);
    }
}
