using System.Globalization;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using PaperLedge.Cli;
using PaperLedge.Cli.Demo;
using PaperLedge.Cli.Processes;
using PaperLedge.Cli.Publishing;
using PaperLedge.DevHost.Processes;

namespace PaperLedge.Benchmarks.Serving;

/// <summary>Measures the published app under the development host, beside a function that returns the same bytes from memory.</summary>
internal sealed class ServeBenchmark(int episodes, int seconds, int rounds)
{
    private const int Connections = 50;
    private const int ManyClients = 200;
    private const int Directories = 500;
    private const string Slug = "a-theory-of-communication";

    private readonly ResultsFile _results = new("serve");
    private int _worker;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("paperledge-bench-").FullName;
        try
        {
            var storage = AzuriteOptions.OnFreePorts(Path.Combine(folder, "storage"), Path.Combine(folder, "azurite.log"));
            await using var azurite = await Azurite.StartAsync(storage, cancellationToken);
            var show = new SeededShow(new TableServiceClient(azurite.ConnectionString));
            await using (var transcribing = await FunctionApp.StartAsync(OptionsOf(folder, azurite), cancellationToken))
            {
                await PublishSampleAsync(transcribing, azurite, cancellationToken);
            }

            // Another process, which has never transcribed, as an instance that only serves.
            await using var app = await FunctionApp.StartAsync(OptionsOf(folder, azurite), cancellationToken);
            _worker = await app.GetWorkerIdAsync(cancellationToken);
            await show.FillAsync(episodes, cancellationToken);
            // The Event Grid stand-in repeats the last minutes' events when it starts.
            await Task.Delay(TimeSpan.FromSeconds(15), cancellationToken);

            await MeasureAsync(app, azurite, folder, cancellationToken);
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
                // A line for each request costs more than the request.
                ["AzureFunctionsJobHost__logging__logLevel__Function"] = "Warning",
            },
        };
    }

    private static async Task PublishSampleAsync(FunctionApp app, Azurite azurite, CancellationToken cancellationToken)
    {
        var samples = Path.Combine(BenchRoot.Find(), "samples");
        var producer = new Producer(new BlobServiceClient(azurite.ConnectionString));
        await producer.UploadShowAsync(Path.Combine(samples, "show.json"), Path.Combine(samples, "artwork.png"), cancellationToken);
        await producer.UploadEpisodeAsync(
            $"{Slug}.mp3", Path.Combine(samples, $"{Slug}.mp3"), Path.Combine(samples, $"{Slug}.json"), cancellationToken);
        var watch = new Watch(new SiteClient(app.Http), app, TimeSpan.FromMinutes(5));
        var report = await watch.UntilSettledAsync([Slug], _ => { }, cancellationToken);
        if (!report.Episodes.Single(episode => episode.Slug == Slug).IsPublished)
        {
            throw new InvalidOperationException($"The sample episode was not published; see {app.LogPath}.");
        }
    }

    private async Task MeasureAsync(FunctionApp app, Azurite azurite, string folder, CancellationToken cancellationToken)
    {
        var memory = Directory.CreateDirectory(Path.Combine(folder, "bytes")).FullName;
        string[] paths =
        [
            "feed.xml", "", $"episodes/{Slug}", $"embed/{Slug}", $"episodes/{Slug}/transcript.vtt", $"episodes/{Slug}/transcript.html",
            $"episodes/{Slug}/transcript.json", $"episodes/{Slug}/chapters.json", "sitemap.xml", "artwork/artwork.png",
        ];
        var documents = new List<(string Path, int Length, string Tag)>();
        foreach (var path in paths)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(app.BaseUrl, path))
            {
                Headers = { { "Accept-Encoding", "gzip" } },
            };
            using var response = await app.Http.SendAsync(request, cancellationToken);
            response.EnsureSuccessStatusCode();
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            await File.WriteAllBytesAsync(Path.Combine(memory, $"{documents.Count}"), body, cancellationToken);
            documents.Add((path, body.Length, response.Headers.ETag!.Tag));
        }

        var port = LocalPorts.Free(1)[0];
        await using var plain = FunctionApp.Start(OptionsOfPlain(folder, azurite, memory, port));
        var plainUrl = FunctionApp.AddressOf(port);
        await WaitForAsync(new Uri(plainUrl, "bytes/0"), cancellationToken);

        _results.Line("## Serving");
        _results.Line();
        _results.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"`./paperledge bench serve`: a show of {episodes} episodes on Azurite, the published app under the development host, " +
            $"beside a function that returns the same bytes from memory under the same host, in turn; gzip, {Connections} connections, " +
            $"medians of {rounds} rounds of {seconds} s. wrk shares the two cores. Not a claim about Azure."));
        _results.Line();
        var rows = new List<string[]>();
        foreach (var (index, (path, length, tag)) in documents.Index())
        {
            var kilobytes = string.Create(CultureInfo.InvariantCulture, $"{length / 1024.0:0.#} KiB");
            var same = new Uri(plainUrl, $"bytes/{index}");
            rows.Add(await CompareAsync(app, $"`/{path}`, {kilobytes}", new Uri(app.BaseUrl, path), [], same));
            if (index == 0)
            {
                rows.Add(await CompareAsync(
                    app, $"`/{path}`, 304", new Uri(app.BaseUrl, path), [("If-None-Match", tag)], new Uri(plainUrl, "bytes/none")));
            }
        }

        _results.Table(["", "requests a second", "the same from memory", "ratio", "processor time a request: worker", "host"], rows);
    }

    private static FunctionAppOptions OptionsOfPlain(string folder, Azurite azurite, string memory, int port) =>
        new(folder, Path.Combine(folder, "plain.log"))
    {
        App = Repository.Published("sample-app"),
        Port = port,
        ConnectionString = azurite.ConnectionString,
        Environment = new Dictionary<string, string?>
        {
            ["BytesFolder"] = memory,
            ["Prefix"] = "bench",
            ["Schedule"] = "0 0 0 1 1 *",
            ["AzureFunctionsJobHost__logging__logLevel__Function"] = "Warning",
        },
    };

    private static async Task WaitForAsync(Uri address, CancellationToken cancellationToken)
    {
        using var http = new HttpClient();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var response = await http.GetAsync(address, cancellationToken);
                if (response.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException) when (attempt < 300)
            {
                // It is not listening yet.
            }

            await Task.Delay(200, cancellationToken);
        }
    }

    private async Task<string[]> CompareAsync(FunctionApp app, string name, Uri document, (string, string)[] headers, Uri same)
    {
        (string, string)[] all = [("Accept-Encoding", "gzip"), .. headers];
        await Wrk.RunAsync(document, Connections, 2, all);
        await Wrk.RunAsync(same, Connections, 2, []);
        var (ours, theirs, worker, host) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            var before = (Worker: ProcessorTime(_worker), Host: ProcessorTime(app.Process.Id));
            var rate = await Wrk.RunAsync(document, Connections, seconds, all);
            ours.Add(rate);
            worker.Add((ProcessorTime(_worker) - before.Worker).TotalMilliseconds / (rate * seconds));
            host.Add((ProcessorTime(app.Process.Id) - before.Host).TotalMilliseconds / (rate * seconds));
            theirs.Add(await Wrk.RunAsync(same, Connections, seconds, []));
        }

        var (own, other) = (Median(ours), Median(theirs));
        return
        [
            name,
            Number(own),
            Number(other),
            (own / other).ToString("P0", CultureInfo.InvariantCulture),
            string.Create(CultureInfo.InvariantCulture, $"{Median(worker):0.000} ms"),
            string.Create(CultureInfo.InvariantCulture, $"{Median(host):0.000} ms"),
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
            $"Memory of the worker, which has never transcribed, after each of four times {seconds} s with {ManyClients} clients: " +
            $"{string.Join(", ", samples.Select(sample => $"{sample / 1024}"))} MiB.");
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
            $"{Directories} directories asked for 30 s while {Publications} episodes were published by another instance: " +
            $"{pollers.Requests} answers, {pollers.Unchanged} of them 304, {pollers.Documents} different documents, " +
            $"{pollers.Problems.Count} errors or mixtures.");
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
