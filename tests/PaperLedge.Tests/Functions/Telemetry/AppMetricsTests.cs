using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using PaperLedge.Cli;
using PaperLedge.Functions.Telemetry;

namespace PaperLedge.Tests.Functions.Telemetry;

public sealed partial class AppMetricsTests : IDisposable
{
    private readonly MeterListener _listener = new();

    public void Dispose() => _listener.Dispose();

    [Fact]
    public void The_document_lists_every_metric_with_its_kind_and_unit()
    {
        var instruments = new List<Instrument>();
        _listener.InstrumentPublished = (instrument, _) => instruments.Add(instrument);
        _listener.Start();
        AppMetrics.Answered("Feed", 200);

        var document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations.md"));
        Assert.Equal(
            instruments.Where(instrument => instrument.Meter.Name == AppMetrics.MeterName)
                .Select(instrument => $"{instrument.Name} {instrument.GetType().Name.Split('`')[0].ToLowerInvariant()} {instrument.Unit}")
                .Order(StringComparer.Ordinal),
            Line().Matches(document)
                .Select(line => $"{line.Groups[1].Value} {line.Groups[2].Value} {line.Groups[3].Value}")
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_failed_request_for_the_feed_is_an_error_of_the_feed_and_one_for_a_page_is_not()
    {
        var measured = new List<(string Name, long Value)>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == AppMetrics.MeterName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => measured.Add((instrument.Name, value)));
        _listener.Start();

        foreach (var (function, status) in (ReadOnlySpan<(string, int)>)[("Feed", 200), ("Feed", 304), ("Feed", 503), ("ShowPage", 500)])
        {
            AppMetrics.Answered(function, status);
        }

        Assert.Equal(4, measured.Where(answer => answer.Name == "paperledge.document.responses").Sum(answer => answer.Value));
        Assert.Equal([0, 0, 1], measured.Where(answer => answer.Name == "paperledge.feed.errors").Select(answer => answer.Value));
    }

    [GeneratedRegex(@"(?m)^\| `(paperledge\.[a-z.]+)` \| ([a-z]+), `([^`]+)` \|")]
    private static partial Regex Line();
}
