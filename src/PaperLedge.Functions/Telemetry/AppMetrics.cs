using System.Diagnostics.Metrics;
using PaperLedge.Core.Episodes;

namespace PaperLedge.Functions.Telemetry;

/// <summary>Metrics of the app; docs/operations.md explains each. Without a listener, they cost nothing.</summary>
internal static class AppMetrics
{
    public const string MeterName = "PaperLedge";

    // Name of the function that serves it.
    private const string Feed = "Feed";

    private static readonly Meter s_meter = new(MeterName);

    private static readonly Counter<double> s_audio = s_meter.CreateCounter<double>(
        "paperledge.transcription.audio", "s", "Audio of the pieces that were transcribed to their end.");

    private static readonly Histogram<double> s_speed = s_meter.CreateHistogram(
        "paperledge.transcription.speed",
        "1",
        "Length of a piece, divided by the time from the beginning of its work to its end.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 1, 2, 4, 8, 16, 32, 64, 128] });

    private static readonly Counter<long> s_attempts = s_meter.CreateCounter<long>(
        "paperledge.attempts", "{attempt}", "Attempts that began to prepare, encode or transcribe.");

    private static readonly Histogram<double> s_attemptDuration = s_meter.CreateHistogram(
        "paperledge.attempt.duration",
        "s",
        "Time that an attempt took. An attempt whose process was killed is missing.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [1, 5, 15, 30, 60, 120, 300, 600, 1200, 1800, 3600] });

    private static readonly Gauge<double> s_queueAge = s_meter.CreateGauge<double>(
        "paperledge.queue.age", "s", "Age of the oldest message that waits in a queue, 0 if none does.");

    private static readonly Counter<long> s_responses = s_meter.CreateCounter<long>(
        "paperledge.document.responses", "{response}", "Answers to HTTP requests.");

    private static readonly Counter<long> s_feedErrors = s_meter.CreateCounter<long>(
        "paperledge.feed.errors", "{error}", "Requests for the feed that were answered with a status of 500 or above.");

    private static readonly Counter<long> s_notifications = s_meter.CreateCounter<long>(
        "paperledge.notifications", "{notification}", "Notifications of changes that were sent to the hub and Podping.");

    /// <summary>Whether somebody listens to the ages of queues, which cost requests to storage.</summary>
    public static bool WantsQueueAges => s_queueAge.Enabled;

    public static bool WantsResponses => s_responses.Enabled;

    /// <param name="audio">Length of the piece.</param>
    /// <param name="elapsed">Time since work on it began.</param>
    public static void Transcribed(TimeSpan audio, TimeSpan elapsed)
    {
        s_audio.Add(audio.TotalSeconds);
        if (elapsed > TimeSpan.Zero)
        {
            s_speed.Record(audio / elapsed);
        }
    }

    public static void AttemptBegan(WorkItem item) => s_attempts.Add(1, new KeyValuePair<string, object?>("step", StepOf(item)));

    public static void AttemptEnded(WorkItem item, AttemptOutcome outcome, TimeSpan elapsed) => s_attemptDuration.Record(
        elapsed.TotalSeconds,
        new KeyValuePair<string, object?>("step", StepOf(item)),
        new KeyValuePair<string, object?>("outcome", outcome.ToString().ToLowerInvariant()));

    public static void QueueIs(string queue, TimeSpan age) =>
        s_queueAge.Record(age.TotalSeconds, new KeyValuePair<string, object?>("queue", queue));

    /// <param name="function">Name of the function that answered.</param>
    public static void Answered(string function, int status)
    {
        s_responses.Add(
            1,
            new KeyValuePair<string, object?>("document", function),
            new KeyValuePair<string, object?>("http.response.status_code", status));
        if (function == Feed)
        {
            // Of 0 too, so that there is a series before the first error.
            s_feedErrors.Add(status >= 500 ? 1 : 0);
        }
    }

    /// <param name="target">Either <c>websub</c> or <c>podping</c>.</param>
    public static void Notified(string target, bool succeeded) => s_notifications.Add(
        1,
        new KeyValuePair<string, object?>("target", target),
        new KeyValuePair<string, object?>("outcome", succeeded ? "success" : "failure"));

    private static string StepOf(WorkItem item) => item.IsPreparation ? "prepare" : item.IsEncoding ? "encode" : "transcribe";
}

/// <summary>How an attempt at a unit of work ended.</summary>
internal enum AttemptOutcome
{
    /// <summary>It threw an exception, or the function timeout came: its message is delivered again.</summary>
    Error,

    Completed,

    /// <summary>The episode failed: there is no further attempt by itself, or only later.</summary>
    Failed,

    /// <summary>It was interrupted by a stop, or shortly before the function timeout, and queued again.</summary>
    Interrupted,

    /// <summary>Its lease was lost, or another revision is wanted now.</summary>
    Released,
}
