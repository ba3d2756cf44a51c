using Azure;
using Microsoft.Extensions.Configuration;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;
using PaperLedge.Storage;
using PaperLedge.Storage.Work;

namespace PaperLedge.Functions.Publishing;

/// <summary>Lease of a unit of work to one attempt, renewed with the progress; when it expires, the next attempt may begin.</summary>
internal sealed class WorkLease : IProgress<TranscriptionProgress>
{
    private readonly WorkStore _store;
    private readonly WorkItem _item;
    private readonly TimeSpan _length;
    private readonly TimeProvider _time;
    private readonly TimeSpan _from;
    private readonly int _wordsBefore;
    private ETag _version;
    private WorkState _written;

    // What the attempt began with and has kept. A renewal may write at the same time as the work keeps a result, so it never sets this.
    private volatile WorkState _state;
    private volatile TranscriptionProgress? _progress;
    private bool _hasProgressed;

    private WorkLease(WorkStore store, WorkItem item, TimeSpan length, TimeProvider time, ETag version, WorkState state)
    {
        (_store, _item, _length, _time, _version, _state) = (store, item, length, time, version, state);
        _written = state;
        (_from, _wordsBefore) = (state.Position, state.Words);
    }

    /// <summary>The state that was written last.</summary>
    public WorkState State => _written;

    /// <param name="plan">The plan to which the work belongs; null while it is being made.</param>
    /// <returns>Null if another attempt took it first.</returns>
    public static async Task<WorkLease?> TakeAsync(
        WorkStore store, WorkItem item, Versioned<WorkState>? before, string? plan, string host, TimeSpan length, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        // An attempt that was lost with its host is not counted. One whose worker died alone is, since the episode may be to blame.
        var isHostLost = before?.Value.WasLost(host, now) == true;
        // Results of attempts at another plan cannot be used.
        var kept = before?.Value is { } last && last.Plan == plan ? last : null;
        var state = new WorkState(
            (before?.Value.Attempt ?? 0) + 1,
            (before?.Value.Begun ?? 0) + (isHostLost ? 0 : 1),
            (before?.Value.HostsLost ?? 0) + (isHostLost ? 1 : 0),
            host,
            now + length,
            kept?.Result is null ? TimeSpan.Zero : kept.Position,
            kept?.Result is null ? 0 : kept.Words,
            kept?.Started ?? now,
            now,
            Finished: null,
            plan,
            Pieces: 0,
            kept?.Result);
        var version = await store.WriteAsync(item, state, before?.ETag, cancellationToken);
        return version is { } written ? new WorkLease(store, item, length, time, written, state) : null;
    }

    /// <param name="value">Of this attempt alone.</param>
    public void Report(TranscriptionProgress value) => _progress = value;

    /// <returns>False if the lease was lost.</returns>
    public Task<bool> RenewAsync(CancellationToken cancellationToken) =>
        WriteAsync(Current(_time.GetUtcNow() + _length), cancellationToken);

    /// <summary>Notes the file of recognised windows. It takes effect when the lease is finished, released or returned.</summary>
    public void Keep(string result) => (_state, _hasProgressed) = (_state with { Result = result }, true);

    /// <summary>Notes the plan that was made.</summary>
    public void Keep(string plan, int pieces) => _state = _state with { Plan = plan, Pieces = pieces };

    /// <summary>Marks the work as finished: its result is complete and is used from now on.</summary>
    /// <returns>False if the lease was lost.</returns>
    public Task<bool> FinishAsync(CancellationToken cancellationToken) =>
        WriteAsync(Current(_time.GetUtcNow()) with { Finished = _time.GetUtcNow() }, cancellationToken);

    /// <summary>Ends the lease, so that the next attempt can begin at once; if that fails, it waits for the lease to expire.</summary>
    public Task ReleaseAsync(CancellationToken cancellationToken) => WriteAsync(Ended(isCounted: true), cancellationToken);

    /// <summary>Ends the lease of an attempt that was stopped through no fault of its own, and does not count the attempt.</summary>
    public Task ReturnAsync(CancellationToken cancellationToken) => WriteAsync(Ended(isCounted: false), cancellationToken);

    private WorkState Ended(bool isCounted)
    {
        var state = Current(_time.GetUtcNow());
        return state with { Begun = _hasProgressed ? 0 : isCounted ? state.Begun : state.Begun - 1 };
    }

    private WorkState Current(DateTimeOffset leaseUntil)
    {
        var state = _state with { LeaseUntil = leaseUntil, LastSeen = _time.GetUtcNow() };
        return _progress is { } progress
            ? state with { Position = _from + progress.Position, Words = _wordsBefore + progress.Words }
            : state;
    }

    private async Task<bool> WriteAsync(WorkState state, CancellationToken cancellationToken)
    {
        if (await _store.WriteAsync(_item, state, _version, cancellationToken) is not { } version)
        {
            return false;
        }

        (_written, _version) = (state, version);
        return true;
    }
}

// A worker that replaces a dead one has the same host. After a machine was lost, the next attempt has another one.
/// <summary>Identity of the host process to which this worker belongs.</summary>
public sealed class HostIdentity(IConfiguration configuration)
{
    /// <summary>Machine name, and the address at which the host talks to its workers; it chooses a new one at each start.</summary>
    public string Value { get; } = $"{Environment.MachineName} {configuration["Functions:Worker:HostEndpoint"]}";
}
