using System.Globalization;
using PaperLedge.Functions.Feeds;
using PaperLedge.Functions.Publishing;
using PaperLedge.Speech;
using PaperLedge.Speech.Audio;
using PaperLedge.Speech.Ggml;

namespace PaperLedge.Functions.Status;

/// <summary>What this instance cannot do, as far as it can be checked without an upload.</summary>
public sealed class HealthCheck(StartUp start, ShowCache shows, AudioProbe probe, WhisperOptions whisper)
{
    // Below this, the temporary disk may not hold a piece of audio and a file for listeners.
    private const long LeastFreeBytes = 256L << 20;

    /// <summary>What is wrong and what to do, one text for each; empty if nothing is.</summary>
    public IReadOnlyList<string> Problems
    {
        get
        {
            string?[] found =
            [
                start.Problem, StorageProblem, probe.FindMissingTool(), ModelResolver.FindProblem(whisper.Model), DiskProblem,
            ];
            return [.. found.OfType<string>()];
        }
    }

    public bool IsReady => start.Ready.IsCompleted;

    /// <summary>Whether readers get documents, from storage or from memory.</summary>
    public bool ServesReaders => IsReady && (shows.FailingSince is null || shows.Last is not null);

    private string? StorageProblem => shows.FailingSince is { } since
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"Storage has not answered since {since:HH:mm:ss} UTC. Readers get what is in memory. Check the storage account, " +
            $"its network rules and the roles of the app's identity; if it is Azurite, check that Azurite is running.")
        : null;

    private static string? DiskProblem =>
        TemporaryFile.FreeBytes is var free && free < LeastFreeBytes ? OutsideFailure.DiskFull(free) : null;
}
