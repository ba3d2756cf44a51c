using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using PaperLedge.Functions.Telemetry;

namespace PaperLedge.ComponentTests.Telemetry;

/// <summary>Keeps the app's spans in the order in which they end.</summary>
internal sealed class SpanRecorder : IDisposable
{
    private readonly ConcurrentQueue<Activity> _ended = [];
    private readonly ActivityListener _listener;

    public SpanRecorder()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == AppTraces.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public IReadOnlyList<Activity> Spans => [.. _ended];

    public Activity Single(string name) => Assert.Single(Spans, span => span.OperationName == name);

    public IReadOnlyList<Activity> All(string name) => [.. Spans.Where(span => span.OperationName == name)];

    public void Dispose() => _listener.Dispose();
}

/// <summary>Keeps the app's measurements.</summary>
internal sealed class MeasurementRecorder : IDisposable
{
    private readonly ConcurrentQueue<(string Name, double Value, string Attributes)> _measured = [];
    private readonly MeterListener _listener = new();

    public MeasurementRecorder()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == AppMetrics.MeterName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    /// <returns>Values, each with its attributes as <c>name=value</c>, in the order of their measurement.</returns>
    public IReadOnlyList<(double Value, string Attributes)> Of(string name) =>
        [.. _measured.Where(measurement => measurement.Name == name).Select(measurement => (measurement.Value, measurement.Attributes))];

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _measured.Enqueue((instrument.Name, value, string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))));
}
