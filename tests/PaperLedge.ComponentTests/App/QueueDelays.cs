using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Azure.Core;
using Azure.Core.Pipeline;

namespace PaperLedge.ComponentTests.App;

/// <summary>
/// Sends every message without delay and writes down the delay that was asked for: Azurite would keep the message back by the
/// machine's clock, which no test waits for.
/// </summary>
internal sealed partial class QueueDelays : HttpPipelinePolicy
{
    public ConcurrentQueue<(string Queue, TimeSpan Delay)> Sent { get; } = [];

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("The app asks asynchronously only.");

    public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var uri = message.Request.Uri;
        if (message.Request.Method == RequestMethod.Post && Messages().Match(uri.Path) is { Success: true } queue)
        {
            var delay = Delay().Match(uri.Query);
            Sent.Enqueue((
                queue.Groups[1].Value,
                TimeSpan.FromSeconds(delay.Success ? int.Parse(delay.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 0)));
            uri.Query = Delay().Replace(uri.Query, "visibilitytimeout=0");
        }

        return ProcessNextAsync(message, pipeline);
    }

    [GeneratedRegex("/([a-z-]+)/messages$")]
    private static partial Regex Messages();

    [GeneratedRegex("visibilitytimeout=([0-9]+)")]
    private static partial Regex Delay();
}
