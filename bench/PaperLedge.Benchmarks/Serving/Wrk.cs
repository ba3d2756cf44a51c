using System.Globalization;
using System.Text.RegularExpressions;

namespace PaperLedge.Benchmarks.Serving;

/// <summary>The load generator wrk (https://github.com/wg/wrk).</summary>
internal static partial class Wrk
{
    /// <returns>Requests a second.</returns>
    /// <exception cref="InvalidOperationException">Some requests, or wrk itself, failed.</exception>
    public static async Task<double> RunAsync(Uri url, int connections, int seconds, IEnumerable<(string Name, string Value)> headers)
    {
        var arguments = new List<string> { "-t1", $"-c{connections}", $"-d{seconds}s", "--timeout", "10s" };
        arguments.AddRange(headers.SelectMany(header => new[] { "-H", $"{header.Name}: {header.Value}" }));
        arguments.Add(url.AbsoluteUri);
        var result = await CliWrap.Buffered.BufferedCommandExtensions.ExecuteBufferedAsync(
            CliWrap.Cli.Wrap("wrk").WithArguments(arguments));
        var output = result.StandardOutput;
        if (output.Contains("Non-2xx or 3xx", StringComparison.Ordinal) || output.Contains("Socket errors", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"Requests to {url} failed:\n{output}");
        }

        return double.Parse(Rate().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"Requests/sec:\s+([0-9.]+)")]
    private static partial Regex Rate();
}
