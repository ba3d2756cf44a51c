using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using PaperLedge.Core.Feed;
using PaperLedge.Storage;
using PaperLedge.Storage.Ledger;

namespace PaperLedge.Functions.Status;

/// <summary>Check that the address in <c>PublicBaseUrl</c> leads to this show: every link in the feed begins with it.</summary>
/// <remarks>Not for this machine's own address, which readers elsewhere cannot reach anyway.</remarks>
public sealed partial class AddressCheck(
    LedgerStore ledger, HttpClient http, PublicUrls urls, TimeProvider time, ILogger<AddressCheck> logger)
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(20);

    // A good address seldom becomes a wrong one.
    private static readonly TimeSpan s_pause = TimeSpan.FromHours(1);

    private DateTimeOffset _goodUntil;

    /// <summary>Checks the address; the result is in the show's row.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        if (urls.Show.IsLoopback || time.GetUtcNow() < _goodUntil)
        {
            return;
        }

        var show = (await ledger.GetShowAsync(cancellationToken)).Value;
        var reason = await FindReasonAsync(show.FeedGuid, cancellationToken);
        _goodUntil = reason is null ? time.GetUtcNow() + s_pause : default;
        var problem = reason is null ? null
            : $"PublicBaseUrl is {urls.Show}, but {reason} Correct the setting, or what serves that address: the feed's links lead there.";
        if (problem != show.AddressProblem)
        {
            await ConditionalWrite.RepeatAsync("The show's row", async () =>
            {
                var stored = await ledger.GetShowAsync(cancellationToken);
                return await ledger.ReplaceShowAsync(stored.Value with { AddressProblem = problem }, stored.ETag, cancellationToken);
            });
            if (problem is not null)
            {
                LogProblem(problem);
            }
        }
    }

    private async Task<string?> FindReasonAsync(Guid guid, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_timeout);
        try
        {
            using var answer = await http.GetAsync(urls.Health, limit.Token);
            var health = await answer.Content.ReadFromJsonAsync<JsonElement>(limit.Token);
            return health.ValueKind == JsonValueKind.Object && health.TryGetProperty("show", out var show)
                && show.ValueKind == JsonValueKind.String && show.TryGetGuid(out var found)
                ? found == guid ? null : $"another show answers there ({found})."
                : "no app of this kind answers there.";
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException)
        {
            return $"the app does not answer there ({exception.Message}).";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"nothing answers there within {s_timeout.TotalSeconds:0} seconds.";
        }
    }

    [LoggerMessage(2050, LogLevel.Error, "{Problem}")]
    private partial void LogProblem(string problem);
}
