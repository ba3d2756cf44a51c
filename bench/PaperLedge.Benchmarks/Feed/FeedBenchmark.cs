using System.Globalization;
using Azure.Data.Tables;
using PaperLedge.Cli.Processes;
using PaperLedge.DevHost.Processes;

namespace PaperLedge.Benchmarks.Feed;

/// <summary>The published app under the development host, on Azurite, beside a server of files. Not a claim about Azure.</summary>
internal sealed class FeedBenchmark(int episodes, int seconds, int rounds)
{
    private const int Connections = 32;
    private const int ManyClients = 200;
    private const int Directories = 500;

    private readonly ResultsFile _results = new("feed");
    private int _worker;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("paperledge-bench-").FullName;
        try
        {
            var storage = AzuriteOptions.OnFreePorts(Path.Combine(folder, "storage"), Path.Combine(folder, "azurite.log"));
            await using var azurite = await Azurite.StartAsync(storage, cancellationToken);
            await using var app = await FunctionApp.StartAsync(OptionsOf(folder, azurite), cancellationToken);
            _worker = await app.GetWorkerIdAsync(cancellationToken);
            var show = new SeededShow(new TableServiceClient(azurite.ConnectionString));
            await show.FillAsync(episodes, cancellationToken);

            await MeasureAsync(app, folder, cancellationToken);
            await WatchMemoryAsync(app);
            await PublishUnderLoadAsync(app, show, cancellationToken);
            _results.Write(Path.Combine(BenchRoot.Find(), "bench", "RESULTS.md"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static FunctionAppOptions OptionsOf(string folder, Azurite azurite)
    {
        var port = LocalPorts.Free(1)[0];
        return new FunctionAppOptions(folder, Path.Combine(folder, "app.log"))
        {
            Port = port,
            ConnectionString = azurite.ConnectionString,
            Environment = new Dictionary<string, string?>
            {
                ["PublicBaseUrl"] = FunctionApp.AddressOf(port).AbsoluteUri,
                // Once a year: this is about readers.
                ["TidySchedule"] = "0 0 0 1 1 *",
                // A line a request costs more than the request.
                ["AzureFunctionsJobHost__logging__logLevel__Function"] = "Warning",
            },
        };
    }

    private async Task MeasureAsync(FunctionApp app, string folder, CancellationToken cancellationToken)
    {
        var feed = new Uri(app.BaseUrl, "feed.xml");
        var sizes = new List<(string Encoding, byte[] Body, string Tag)>();
        foreach (var encoding in new[] { "identity", "gzip" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, feed) { Headers = { { "Accept-Encoding", encoding } } };
            using var response = await app.Http.SendAsync(request, cancellationToken);
            sizes.Add((encoding, await response.Content.ReadAsByteArrayAsync(cancellationToken), response.Headers.ETag!.Tag));
        }

        var files = Directory.CreateDirectory(Path.Combine(folder, "files")).FullName;
        foreach (var (encoding, body, _) in sizes)
        {
            await File.WriteAllBytesAsync(Path.Combine(files, $"{encoding}.bin"), body, cancellationToken);
        }

        await using var server = await RunningFileServer.StartAsync(files, Path.Combine(folder, "files.log"), cancellationToken);
        _results.Line("## Serving the feed");
        _results.Line();
        _results.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"`./paperledge bench feed`: a show of {episodes} episodes on Azurite, of which the feed's main document holds 1,000; the published app under the development host (two processes) beside Kestrel with a file of the same bytes, in turn, {Connections} connections, medians of {rounds} rounds of {seconds} s. wrk shares the two cores."));
        _results.Line();
        var rows = new List<string[]>();
        foreach (var (encoding, body, tag) in sizes)
        {
            var file = new Uri(server.BaseUrl, $"{encoding}.bin");
            using var first = await server.Http.GetAsync(file, cancellationToken);
            var fileTag = first.Headers.ETag!.Tag;
            rows.Add(await CompareAsync(
                app, $"304, {encoding}", feed, [("Accept-Encoding", encoding), ("If-None-Match", tag)], file, [("If-None-Match", fileTag)]));
            rows.Add(await CompareAsync(
                app, $"body, {encoding}, {body.Length / 1024.0:F0} KiB", feed, [("Accept-Encoding", encoding)], file, []));
        }

        _results.Table(["", "the feed, requests a second", "a file", "ratio", "processor time a request: worker", "host"], rows);
    }

    private async Task<string[]> CompareAsync(
        FunctionApp app, string name, Uri feed, (string, string)[] feedHeaders, Uri file, (string, string)[] fileHeaders)
    {
        await Wrk.RunAsync(feed, Connections, 2, feedHeaders);
        await Wrk.RunAsync(file, Connections, 2, fileHeaders);
        var (ours, theirs, worker, host) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            var before = (Worker: ProcessorTime(_worker), Host: ProcessorTime(app.Process.Id));
            var rate = await Wrk.RunAsync(feed, Connections, seconds, feedHeaders);
            ours.Add(rate);
            worker.Add((ProcessorTime(_worker) - before.Worker).TotalMilliseconds / (rate * seconds));
            host.Add((ProcessorTime(app.Process.Id) - before.Host).TotalMilliseconds / (rate * seconds));
            theirs.Add(await Wrk.RunAsync(file, Connections, seconds, fileHeaders));
        }

        var (own, other) = (Median(ours), Median(theirs));
        return
        [
            name, Number(own), Number(other), (own / other).ToString("P0", CultureInfo.InvariantCulture),
            string.Create(CultureInfo.InvariantCulture, $"{Median(worker):0.000} ms"), string.Create(CultureInfo.InvariantCulture, $"{Median(host):0.000} ms"),
        ];
    }

    private async Task WatchMemoryAsync(FunctionApp app)
    {
        var feed = new Uri(app.BaseUrl, "feed.xml");
        var samples = new List<long>();
        for (var part = 0; part < 4; part++)
        {
            await Wrk.RunAsync(feed, ManyClients, seconds, [("Accept-Encoding", "gzip")]);
            samples.Add(ResidentKilobytes(_worker));
        }

        _results.Line(
            $"Memory of the worker after each of four times {seconds} s with {ManyClients} clients: {string.Join(", ", samples.Select(sample => $"{sample / 1024}"))} MiB.");
        _results.Line();
    }

    private async Task PublishUnderLoadAsync(FunctionApp app, SeededShow show, CancellationToken cancellationToken)
    {
        const int Publications = 3;
        var pollers = new Pollers(new Uri(app.BaseUrl, "feed.xml"), Directories);
        var polling = pollers.RunAsync(TimeSpan.FromSeconds(30), cancellationToken);
        for (var number = 0; number < Publications; number++)
        {
            await Task.Delay(TimeSpan.FromSeconds(8), cancellationToken);
            await show.PublishAsync(episodes + number, cancellationToken);
        }

        await polling;
        _results.Line(
            $"{Directories} directories asked for 30 s while {Publications} episodes were published by another instance: {pollers.Requests} answers, " +
            $"{pollers.Unchanged} of them 304, {pollers.Documents} different documents, {pollers.Problems.Count} errors or mixtures.");
        foreach (var problem in pollers.Problems.Distinct().Take(5))
        {
            _results.Line($"- {problem}");
        }
    }

    private static long ResidentKilobytes(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    private static TimeSpan ProcessorTime(int process)
    {
        using var running = System.Diagnostics.Process.GetProcessById(process);
        return running.TotalProcessorTime;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static string Number(double value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
