using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PaperLedge.Core.Transcripts;
using PaperLedge.Speech;
using PaperLedge.Speech.Ggml;
using PaperLedge.Tests.Speech;

namespace PaperLedge.ComponentTests.Models;

public sealed class ModelDownloadTests : IDisposable
{
    /// <summary>A model whose sum is not published, and so not checked.</summary>
    private const string Unchecked = "tiny-q5_1";

    private static readonly byte[] s_model = [0x6c, 0x6d, 0x67, 0x67, .. new byte[300_000]];
    private static readonly HttpClient s_http = new();

    private readonly string _cache = Path.Combine(Path.GetTempPath(), $"paperledge-models-{Guid.NewGuid():n}");

    [Fact]
    public async Task A_model_is_downloaded_once_and_told_with_progress()
    {
        await using var server = new LoopbackServer(context => SendAsync(context, s_model));
        var resolver = Resolver(server.Url);
        var told = new List<ModelDownloadProgress>();
        resolver.Downloading += told.Add;

        var path = await resolver.ResolveAsync(Unchecked);
        Assert.Equal(Path.Combine(_cache, "ggml-tiny-q5_1.bin"), path);
        Assert.Equal(s_model, await File.ReadAllBytesAsync(path));
        Assert.Equal(new ModelDownloadProgress(Unchecked, s_model.Length, s_model.Length), told[^1]);
        Assert.Equal(told.Select(progress => progress.Bytes).Order(), told.Select(progress => progress.Bytes));

        Assert.Equal(path, await resolver.ResolveAsync(Unchecked));
        Assert.Equal(1, server.Requests);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_download_is_in_the_log_from_its_start_to_its_end(bool announced)
    {
        byte[] model = [.. s_model, .. new byte[3_000_000]];
        await using var server = new LoopbackServer(context =>
        {
            context.Response.SendChunked = !announced;
            return SendAsync(context, model, announced);
        });
        var log = new LinesLogger<ModelResolver>();
        await Resolver(server.Url, log).ResolveAsync(Unchecked);
        var lines = log.Lines.ToList();
        Assert.StartsWith($"Information: Downloading the model {Unchecked} from {server.Url}", lines[0], StringComparison.Ordinal);
        Assert.StartsWith($"Information: Downloaded the model {Unchecked} in ", lines[^1], StringComparison.Ordinal);
        Assert.Contains("not checked", lines[^1], StringComparison.Ordinal);
        // Without an announced length the steps are of 64 MiB, more than these 3 MB.
        Assert.Equal(announced ? 10 : 0, lines[1..^1].Count);
        Assert.All(lines[1..^1], line => Assert.EndsWith(" % of 3 MiB.", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wrong_sum_is_told_and_not_kept()
    {
        await using var server = new LoopbackServer(context => SendAsync(context, s_model));
        await AssertFailsAsync(Resolver(server.Url), "base.en", "SHA-1", "137c40403d78fd54d454da0f9bd998f78703390c");
    }

    [Fact]
    public async Task A_page_instead_of_a_model_is_told_and_not_kept()
    {
        await using var server = new LoopbackServer(context => SendAsync(context, "<html>sign in</html>"u8.ToArray()));
        await AssertFailsAsync(Resolver(server.Url), Unchecked, "is not a ggml file");
    }

    [Fact]
    public async Task A_download_that_breaks_off_is_told_and_not_kept()
    {
        await using var server = new LoopbackServer(async context =>
        {
            context.Response.ContentLength64 = s_model.Length;
            await context.Response.OutputStream.WriteAsync(s_model.AsMemory(0, 100_000));
            await context.Response.OutputStream.FlushAsync();
            context.Response.Abort();
        });
        await AssertFailsAsync(Resolver(server.Url), Unchecked, "cannot be downloaded", "Check the connection", "'builtin'");
    }

    [Fact]
    public async Task A_server_that_answers_with_an_error_is_told()
    {
        await using var server = new LoopbackServer(context =>
        {
            context.Response.StatusCode = (int)HttpStatusCode.NotFound;
            context.Response.Close();
            return Task.CompletedTask;
        });
        await AssertFailsAsync(Resolver(server.Url), Unchecked, "404", server.Url.AbsoluteUri + "ggml-tiny-q5_1.bin");
    }

    [Fact]
    public async Task Without_a_connection_the_error_says_what_to_do() =>
        await AssertFailsAsync(
            Resolver(new Uri("http://127.0.0.1:1/models")), "base.en", "cannot be downloaded", "put the file at", "'builtin'");

    [Fact]
    public async Task Two_downloads_at_once_do_not_harm_each_other()
    {
        var answers = 0;
        var both = new TaskCompletionSource();
        await using var server = new LoopbackServer(context =>
        {
            if (Interlocked.Increment(ref answers) == 2)
            {
                both.SetResult();
            }

            _ = Task.Run(async () =>
            {
                await both.Task;
                await SendAsync(context, s_model);
            });
            return Task.CompletedTask;
        });
        var paths = await Task.WhenAll(Resolver(server.Url).ResolveAsync(Unchecked), Resolver(server.Url).ResolveAsync(Unchecked));
        Assert.Equal(paths[0], paths[1]);
        Assert.Equal(s_model, await File.ReadAllBytesAsync(paths[0]));
        Assert.Single(Directory.GetFiles(_cache));
    }

    [Fact]
    public async Task A_cancelled_download_leaves_nothing_behind()
    {
        using var stop = new CancellationTokenSource();
        await using var server = new LoopbackServer(context => SendAsync(context, s_model));
        var resolver = Resolver(server.Url);
        resolver.Downloading += _ => stop.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => resolver.ResolveAsync(Unchecked, stop.Token));
        Assert.Empty(Directory.GetFiles(_cache));
    }

    [Fact]
    public async Task What_a_killed_download_left_is_removed_after_a_day()
    {
        Directory.CreateDirectory(_cache);
        var (old, fresh) = (Path.Combine(_cache, "ggml-tiny-q5_1.bin.1.part"), Path.Combine(_cache, "ggml-tiny-q5_1.bin.2.part"));
        await File.WriteAllTextAsync(old, "half");
        await File.WriteAllTextAsync(fresh, "half");
        File.SetLastWriteTimeUtc(old, TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-2));

        await using var server = new LoopbackServer(context => SendAsync(context, s_model));
        await Resolver(server.Url).ResolveAsync(Unchecked);
        Assert.False(File.Exists(old));
        Assert.True(File.Exists(fresh));
    }

    public void Dispose()
    {
        if (Directory.Exists(_cache))
        {
            Directory.Delete(_cache, recursive: true);
        }
    }

    private static async Task SendAsync(HttpListenerContext context, byte[] bytes, bool announced = true)
    {
        try
        {
            if (announced)
            {
                context.Response.ContentLength64 = bytes.Length;
            }

            await context.Response.OutputStream.WriteAsync(bytes);
            context.Response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or IOException or InvalidOperationException)
        {
            // The client has gone, as one test wants it to.
            context.Response.Abort();
        }
    }

    private ModelResolver Resolver(Uri source, ILogger<ModelResolver>? logger = null) =>
        new(
            new WhisperOptions { CacheDirectory = _cache, DownloadBaseUrl = source },
            s_http,
            TimeProvider.System,
            logger ?? NullLogger<ModelResolver>.Instance);

    private async Task AssertFailsAsync(ModelResolver resolver, string model, params string[] words)
    {
        var error = await Assert.ThrowsAsync<ModelException>(() => resolver.ResolveAsync(model));
        Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
        Assert.Empty(Directory.Exists(_cache) ? Directory.GetFiles(_cache) : []);
    }
}
