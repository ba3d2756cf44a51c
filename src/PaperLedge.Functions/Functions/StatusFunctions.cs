using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Feed;
using PaperLedge.Core.Pages;
using PaperLedge.Core.Status;
using PaperLedge.Functions.Feeds;
using PaperLedge.Functions.Http;
using PaperLedge.Functions.Publishing;
using PaperLedge.Functions.Status;

namespace PaperLedge.Functions.Functions;

/// <summary>The producer's status and commands, with a function key; and the app's health, for everybody.</summary>
public sealed class StatusFunctions(
    StatusReader status,
    HealthCheck health,
    UploadRegistration registration,
    EpisodeRelease release,
    ShowCache shows,
    PageRenderer renderer,
    PublicUrls urls,
    MediaOrigin media,
    TimeProvider time)
{
    /// <summary>Answers also before storage is ready.</summary>
    internal const string Health = "Health";

    [Function("ListEpisodes")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/episodes")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var after = request.Query["after"].FirstOrDefault();
        EpisodeSlug? place = EpisodeSlug.TryParse(after, out var slug) ? slug : null;
        return after is not null && place is null
            ? Results.Text($"'{after}' is not the name of an episode.\n", statusCode: StatusCodes.Status400BadRequest)
            : Results.Json(await ReadAsync(() => status.ListAsync(place, cancellationToken)));
    }

    [Function("GetEpisode")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/episodes/{slug}")] HttpRequest request,
        string slug,
        CancellationToken cancellationToken) =>
        EpisodeSlug.TryParse(slug, out var parsed) && await status.FindAsync(parsed, cancellationToken) is { } episode
            ? Results.Json(episode)
            : NotFound(slug);

    /// <summary>Serves the status as a page: what needs somebody comes first.</summary>
    [Function("StatusPage")]
    public async Task<IResult> GetPageAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "status")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var report = await ReadAsync(() => status.SummariseAsync(cancellationToken));
        var show = shows.Last?.Settings ?? Core.ProducerFiles.ShowSettingsReader.Default;
        var html = await renderer.RenderStatusAsync(new StatusPageModel(show, urls, report, time.GetUtcNow()));
        var headers = request.HttpContext.Response.Headers;
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = ContentSecurityPolicy.ForPages(show, urls, media.Value);
        return Results.Content(html, PageRenderer.MediaType, Encoding.UTF8);
    }

    /// <summary>Reports what this instance cannot do. The status is 503 only if it has nothing for readers.</summary>
    [Function(Health)]
    public async Task<IResult> GetHealthAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/health")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        if (health.IsReady)
        {
            // Finds out whether storage answers now; the cache knows since when it does not.
            await shows.TryGetAsync(cancellationToken);
        }

        var problems = health.Problems;
        return Results.Json(
            new HealthReport(problems.Count == 0 ? "healthy" : "degraded", problems, shows.Last?.FeedGuid),
            statusCode: health.ServesReaders ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    [Function("RetryEpisode")]
    public async Task<IResult> RetryAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/episodes/{slug}/retry")] HttpRequest request,
        string slug,
        CancellationToken cancellationToken) =>
        EpisodeSlug.TryParse(slug, out var parsed) && await registration.RetryAsync(parsed, isByPerson: true, cancellationToken)
            ? Results.Accepted()
            : NotFound(slug);

    [Function("ReleaseEpisode")]
    public async Task<IResult> ReleaseAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/episodes/{slug}/release")] HttpRequest request,
        string slug,
        CancellationToken cancellationToken)
    {
        if (!EpisodeSlug.TryParse(slug, out var parsed) || await release.ReleaseAsync(parsed, cancellationToken) is not { } episode)
        {
            return NotFound(slug);
        }

        return episode.Status == EpisodeStatus.Held
            ? Results.Text($"{episode.Problem ?? string.Join(' ', episode.Warnings)}\n", statusCode: StatusCodes.Status409Conflict)
            : Results.Text($"{episode.Slug} is {episode.Status.ToString().ToLowerInvariant()}.\n");
    }

    private async Task<StatusReport> ReadAsync(Func<Task<StatusReport>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception exception) when (OutsideFailure.Explain(exception) is { } problem)
        {
            var report = status.WithoutStorage();
            return report.Health.Count > 0 ? report : report with { Health = [problem] };
        }
    }

    private static IResult NotFound(string slug) => Results.Text(
        $"There is no episode '{slug}', and no file of that name in the inbox.\n", statusCode: StatusCodes.Status404NotFound);
}
