using System.Globalization;
using System.Net;
using Google.Protobuf;
using PaperLedge.EndToEndTests.App;
using PaperLedge.EndToEndTests.Telemetry.Otlp;
using PaperLedge.TestSupport;

namespace PaperLedge.EndToEndTests.Telemetry;

/// <summary>What the published app sends to an OpenTelemetry collector, and that it sends nothing without one.</summary>
public class ExportTests
{
    [Fact]
    public async Task A_collector_gets_one_trace_of_an_episode_the_metrics_and_the_logs()
    {
        using var collector = RecordingServer.Start();
        collector.Answer = HttpStatusCode.OK;
        var settings = new Dictionary<string, string?>(QuickSettings.ForLiving)
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Url.AbsoluteUri,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "500",
            ["OTEL_BLRP_SCHEDULE_DELAY"] = "500",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "1000",
            ["Transcription__PieceSeconds"] = "60",
        };
        await using var app = await RunningApp.StartAsync("telemetry", settings);
        await app.PublishShowAsync();
        await app.UploadAsync("talk.mp3", await Ffmpeg.LoopedAsync(TimeSpan.FromMinutes(3)));
        await app.WaitUntilPublishedAsync("talk", TimeSpan.FromMinutes(3));
        await AskTwiceForFeedAsync(app);

        string[] steps = ["RegisterEpisode", "PrepareEpisode", "TranscribePiece", "TranscribePiece", "PublishEpisode"];
        await Eventually.IsEmptyAsync(
            () => Task.FromResult<IReadOnlyCollection<string>>([.. Missing(steps, TraceOf(collector, "talk"))]), "the spans came", app);
        (string Name, string Unit)[] wanted =
        [
            ("paperledge.transcription.audio", "s"), ("paperledge.transcription.speed", "1"), ("paperledge.attempts", "{attempt}"),
            ("paperledge.attempt.duration", "s"), ("paperledge.queue.age", "s"), ("paperledge.document.responses", "{response}"),
            ("paperledge.feed.errors", "{error}"),
        ];
        await Eventually.IsEmptyAsync(
            () => Task.FromResult<IReadOnlyCollection<string>>(
                [.. wanted.Except(Metrics(collector).Select(metric => (metric.Name, metric.Unit))).Select(metric => metric.Name)]),
            "the metrics came",
            app);
        await Eventually.IsTrueAsync(
            () => Task.FromResult(FeedAnswers(collector) is { Sent: >= 1, NotModified: >= 1 }), "answers of both kinds are counted", app);

        var trace = TraceOf(collector, "talk");
        Assert.Single(trace.Where(span => span.Name == "RegisterEpisode"), span => span.ParentSpanId.IsEmpty);
        await Eventually.IsTrueAsync(
            () => Task.FromResult(Logs(collector).Any(record => record.TraceId == trace[0].TraceId
                && record.Body.Text.Contains("talk: published", StringComparison.Ordinal))),
            "a log line came with the trace",
            app);
        // The worker marks its invocations otherwise than without telemetry: their lines are still not taken for lines outside them.
        Assert.DoesNotContain("registered as episode", await app.Http.GetStringAsync("api/episodes"), StringComparison.Ordinal);
        // What the other test looks for in vain is found here.
        Assert.Contains("OpenTelemetry.dll", LoadedBy(app), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_setting_no_part_of_OpenTelemetry_is_loaded()
    {
        await using var app = await RunningApp.StartAsync("no-telemetry", QuickSettings.ForLiving);
        await app.PublishShowAsync();
        await app.UploadAsync("talk.mp3", await Ffmpeg.ClipAsync("mp3"));
        await app.WaitForAsync("talk", "published");
        await AskTwiceForFeedAsync(app);

        var loaded = LoadedBy(app);
        Assert.Contains("PaperLedge.Functions.dll", loaded, StringComparison.Ordinal);
        Assert.DoesNotContain("OpenTelemetry", loaded, StringComparison.Ordinal);
    }

    private static async Task AskTwiceForFeedAsync(RunningApp app)
    {
        var first = await app.Http.GetAsync("feed.xml");
        first.EnsureSuccessStatusCode();
        using var again = new HttpRequestMessage(HttpMethod.Get, "feed.xml");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await app.Http.SendAsync(again)).StatusCode);
    }

    /// <returns>The files that the worker has in its memory.</returns>
    private static string LoadedBy(RunningApp app) =>
        File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{app.WorkerId}/maps"));

    private static IEnumerable<string> Missing(IEnumerable<string> steps, IReadOnlyList<Span> trace) =>
        from step in steps.CountBy(step => step)
        where trace.Count(span => span.Name == step.Key) < step.Value
        select step.Key;

    /// <returns>The spans of the trace in which the episode was published.</returns>
    private static List<Span> TraceOf(RecordingServer collector, string slug)
    {
        var spans = Received(collector, "/v1/traces", TraceRequest.Parser)
            .SelectMany(request => request.ResourceSpans)
            .SelectMany(resource => resource.ScopeSpans)
            .Where(scope => scope.Scope.Name == "PaperLedge")
            .SelectMany(scope => scope.Spans)
            .ToList();
        // The event comes twice, and so does the registration: each is the root of a trace, and only one of them leads on.
        var published = spans.FirstOrDefault(span => span.Name == "PublishEpisode" && ValueOf(span.Attributes, "paperledge.slug") == slug);
        return published is null ? [] : [.. spans.Where(span => span.TraceId == published.TraceId)];
    }

    private static IEnumerable<Metric> Metrics(RecordingServer collector) => Received(collector, "/v1/metrics", MetricsRequest.Parser)
        .SelectMany(request => request.ResourceMetrics)
        .SelectMany(resource => resource.ScopeMetrics)
        .Where(scope => scope.Scope.Name == "PaperLedge")
        .SelectMany(scope => scope.Metrics);

    private static (long Sent, long NotModified) FeedAnswers(RecordingServer collector)
    {
        var points = Metrics(collector)
            .Where(metric => metric.Name == "paperledge.document.responses")
            .SelectMany(metric => metric.Sum.Points)
            .Where(point => ValueOf(point.Attributes, "document") == "Feed")
            .ToLookup(point => ValueOf(point.Attributes, "http.response.status_code"), point => point.Whole);
        return (points["200"].DefaultIfEmpty().Max(), points["304"].DefaultIfEmpty().Max());
    }

    private static IEnumerable<LogRecord> Logs(RecordingServer collector) => Received(collector, "/v1/logs", LogsRequest.Parser)
        .SelectMany(request => request.ResourceLogs)
        .SelectMany(resource => resource.ScopeLogs)
        .SelectMany(scope => scope.Records);

    private static IEnumerable<TRequest> Received<TRequest>(RecordingServer collector, string path, MessageParser<TRequest> parser)
        where TRequest : IMessage<TRequest> =>
        collector.Bodies.Where(body => body.Path == path).Select(body => parser.ParseFrom(body.Content));

    private static string? ValueOf(IEnumerable<Otlp.Attribute> attributes, string key) =>
        attributes.FirstOrDefault(attribute => attribute.Key == key)?.Value is not { } value ? null
        : value.ValueCase == Value.ValueOneofCase.Number ? value.Number.ToString(CultureInfo.InvariantCulture) : value.Text;
}
