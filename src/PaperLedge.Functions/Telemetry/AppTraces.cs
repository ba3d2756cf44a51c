using System.Diagnostics;
using PaperLedge.Core.Episodes;

namespace PaperLedge.Functions.Telemetry;

/// <summary>Spans of the steps from upload to feed; without a listener, they cost nothing.</summary>
/// <remarks>
/// A step that a message starts continues the trace of its sender, whose context (a W3C <c>traceparent</c>) is in the message. Otherwise a
/// step continues the trace of the step around it, and a step without one begins a new trace. The host's own sampling does not decide about
/// these traces: the invocation of the function is only linked.
/// </remarks>
internal static class AppTraces
{
    public const string SourceName = "PaperLedge";

    private static readonly ActivitySource s_source = new(SourceName);

    /// <summary>Runs a step that an event or a message has started.</summary>
    /// <param name="traceParent">Context in the message; null or unreadable for none.</param>
    /// <param name="tags">Attributes of the span.</param>
    public static Task RunStepAsync(string name, string? traceParent, ActivityTagsCollection tags, Func<Task> work) =>
        s_source.HasListeners() ? RunAsync(name, ActivityKind.Consumer, traceParent, tags, work) : work();

    /// <summary>Runs a part of a step, or work that a timer has started.</summary>
    public static Task RunPartAsync(string name, ActivityTagsCollection tags, Func<Task> work) =>
        s_source.HasListeners() ? RunAsync(name, ActivityKind.Internal, traceParent: null, tags, work) : work();

    /// <param name="blobName">Name in the inbox; the slug is added if it names an episode.</param>
    public static ActivityTagsCollection TagsOfUpload(string blobName)
    {
        var tags = new ActivityTagsCollection { ["paperledge.blob"] = blobName };
        if (UploadName.TryParse(blobName, out var name, out _))
        {
            tags["paperledge.slug"] = name.Slug.Value;
        }

        return tags;
    }

    public static ActivityTagsCollection TagsOf(EpisodeSlug slug, Revision revision) =>
        new() { ["paperledge.slug"] = slug.Value, ["paperledge.revision"] = revision.Value };

    public static ActivityTagsCollection TagsOf(WorkItem item)
    {
        var tags = TagsOf(item.Slug, item.Revision);
        if (item.Piece is { } piece)
        {
            tags["paperledge.piece"] = piece;
        }

        return tags;
    }

    /// <summary>Notes on the current step which attempt it is, from 1.</summary>
    public static void NoteAttempt(int attempt) => Current?.SetTag("paperledge.attempt", attempt);

    /// <summary>Notes on the current step that it ended without an exception, but in vain.</summary>
    public static void NoteFailure(string problem) => Current?.SetStatus(ActivityStatusCode.Error, problem);

    private static Activity? Current => Activity.Current is { } current && current.Source == s_source ? current : null;

    // As an asynchronous method, it changes the current activity for the work only, not for its caller.
    private static async Task RunAsync(
        string name, ActivityKind kind, string? traceParent, ActivityTagsCollection tags, Func<Task> work)
    {
        var outer = Activity.Current;
        var parent = ActivityContext.TryParse(traceParent, traceState: null, isRemote: true, out var sender) ? sender
            : Current?.Context ?? default;
        ActivityLink[] links = outer is null || outer.TraceId == parent.TraceId ? [] : [new ActivityLink(outer.Context)];
        // Without a parent, a new activity would else become a child of the current one.
        Activity.Current = null;
        using var span = s_source.StartActivity(name, kind, parent, tags, links);
        if (span is null)
        {
            Activity.Current = outer;
        }

        try
        {
            await work();
        }
        catch (Exception exception)
        {
            span?.AddException(exception);
            span?.SetTag("error.type", exception.GetType().FullName);
            span?.SetStatus(ActivityStatusCode.Error, exception.Message);
            throw;
        }
    }
}
