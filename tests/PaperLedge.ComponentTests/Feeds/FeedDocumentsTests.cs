using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using PaperLedge.ComponentTests.App;
using PaperLedge.Functions.Feeds;
using PaperLedge.Functions.Functions;
using PaperLedge.Functions.Http;

namespace PaperLedge.ComponentTests.Feeds;

/// <summary>The feed's documents: built when something changed, once for all who wait, of rows of one version.</summary>
[Collection(nameof(AzuriteCollection))]
public class FeedDocumentsTests(AzuriteFixture azurite)
{
    private const string Rows = "/Ledge()";

    private static readonly TimeSpan s_memory = TimeSpan.FromSeconds(new FeedOptions().MemorySeconds);

    [Fact]
    public async Task Many_who_ask_at_once_wait_for_one_build()
    {
        await using var app = await azurite.StartAppAsync();
        var rows = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        app.First.Storage.Before = request => request.EndsWith(Rows, StringComparison.Ordinal) ? rows.Task : Task.CompletedTask;

        var asking = Enumerable.Range(0, 50).Select(_ => app.First.Feed.GetMainAsync(default).AsTask()).ToList();
        rows.SetResult();
        var documents = await Task.WhenAll(asking);

        Assert.Single(app.First.Storage.Reads, read => read.EndsWith(Rows, StringComparison.Ordinal));
        Assert.Single(documents.Distinct());
    }

    [Fact]
    public async Task A_document_is_built_again_only_when_the_version_moved()
    {
        await using var app = await azurite.StartAppAsync();
        var first = await app.First.Feed.GetMainAsync(default);
        app.Clock.Advance(s_memory);
        Assert.Same(first, await app.First.Feed.GetMainAsync(default));

        await app.PublishAsync("talk.wav", await Clips.Wave);

        Assert.Equal(["talk"], SlugsOf(await app.First.Feed.GetMainAsync(default)));
    }

    [Fact]
    public async Task An_episode_that_comes_out_while_the_rows_are_read_makes_the_build_start_over()
    {
        await using var app = await azurite.StartAppAsync();
        var second = app.AddInstance();
        app.First.Storage.AfterNext(Rows, () => PublishWithAsync(app, second, "talk.wav"));

        var document = await app.First.Feed.GetMainAsync(default);

        Assert.Equal(["talk"], SlugsOf(document));
        Assert.Equal(2, app.First.Storage.Reads.Count(read => read.EndsWith(Rows, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_show_that_changes_ten_times_while_its_rows_are_read_leaves_the_document_before_it()
    {
        await using var app = await azurite.StartAppAsync();
        var before = await app.First.Feed.GetMainAsync(default);
        await app.SetUpShowAsync("""{"title": "Title 0"}""");
        var changes = 0;
        app.First.Storage.After = async request =>
        {
            if (request.EndsWith(Rows, StringComparison.Ordinal))
            {
                var show = await app.Ledger.GetShowAsync(default);
                await app.Ledger.ReplaceShowAsync(show.Value with { Version = show.Value.Version + 1 }, show.ETag, default);
                changes++;
            }
        };

        Assert.Same(before, await app.First.Feed.GetMainAsync(default));

        Assert.Equal(10, changes);
        app.First.Storage.After = null;
        app.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.NotSame(before, await app.First.Feed.GetMainAsync(default));
    }

    [Fact]
    public async Task A_document_that_cannot_be_built_leaves_the_one_before_it_and_is_not_tried_again_for_five_seconds()
    {
        await using var app = await azurite.StartAppAsync();
        var before = await app.First.Feed.GetMainAsync(default);
        await app.PublishAsync("talk.wav", await Clips.Wave);
        app.First.Storage.Before = request => request.EndsWith(Rows, StringComparison.Ordinal)
            ? throw new InvalidOperationException("The rows cannot be read.") : Task.CompletedTask;
        app.First.Storage.Forget();

        Assert.Same(before, await app.First.Feed.GetMainAsync(default));
        Assert.Same(before, await app.First.Feed.GetMainAsync(default));
        Assert.Single(app.First.Storage.Reads, read => read.EndsWith(Rows, StringComparison.Ordinal));

        app.First.Storage.Before = null;
        app.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(["talk"], SlugsOf(await app.First.Feed.GetMainAsync(default)));
    }

    [Fact]
    public async Task A_first_document_that_cannot_be_built_fails_and_the_next_request_builds_it()
    {
        await using var app = await azurite.StartAppAsync();
        app.First.Storage.BeforeNext(Rows, () => throw new InvalidOperationException("The rows cannot be read."));

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await app.First.Feed.GetMainAsync(default));

        Assert.Empty(SlugsOf(await app.First.Feed.GetMainAsync(default)));
    }

    [Fact]
    public async Task A_reader_who_goes_away_does_not_cancel_the_build()
    {
        await using var app = await azurite.StartAppAsync();
        var rows = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        app.First.Storage.Before = request => request.EndsWith(Rows, StringComparison.Ordinal) ? rows.Task : Task.CompletedTask;
        using var leaving = new CancellationTokenSource();
        var first = app.First.Feed.GetMainAsync(leaving.Token).AsTask();
        var second = app.First.Feed.GetMainAsync(default).AsTask();

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        rows.SetResult();

        Assert.Empty(SlugsOf(await second));
    }

    [Fact]
    public async Task A_build_that_hangs_ends_after_two_minutes_and_leaves_the_document_before_it()
    {
        await using var app = await azurite.StartAppAsync();
        var before = await app.First.Feed.GetMainAsync(default);
        await app.PublishAsync("talk.wav", await Clips.Wave);
        var reading = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        app.First.Storage.Hang(Rows, reading.SetResult);

        var asking = app.First.Feed.GetMainAsync(default).AsTask();
        await reading.Task;
        app.Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Same(before, await asking);
    }

    [Fact]
    public async Task The_oldest_episodes_move_to_archives_that_stay_as_they_are()
    {
        await using var app = await azurite.StartAppAsync(("Feed:MaxEpisodes", "3"), ("Feed:ArchiveEpisodes", "2"));
        foreach (var day in Enumerable.Range(1, 3))
        {
            await PublishOnAsync(app, day);
        }

        await app.First.TidyJob.RunAsync(default);

        var archive = await app.First.Feed.GetArchiveAsync(1, default);
        Assert.Equal(["talk-2", "talk-1"], SlugsOf(archive!));
        Assert.Equal(["talk-3", "talk-2", "talk-1"], SlugsOf(await app.First.Feed.GetMainAsync(default)));
        foreach (var number in (int[])[0, 2, -1])
        {
            Assert.Null(await app.First.Feed.GetArchiveAsync(number, default));
        }

        await PublishOnAsync(app, 4);
        Assert.Equal(["talk-4", "talk-3", "talk-2"], SlugsOf(await app.First.Feed.GetMainAsync(default)));
        var later = await app.First.Feed.GetArchiveAsync(1, default);
        Assert.Equal((archive!.Content.Identity.Tag.Value, archive.Changed), (later!.Content.Identity.Tag.Value, later.Changed));
    }

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("gzip", "gzip", 1)]
    [InlineData("gzip, br", "br", 2)]
    public async Task A_client_gets_the_encoding_that_it_likes_best_with_a_tag_of_its_own_and_304_for_that_tag(
        string accepted, string encoding, int kind)
    {
        await using var app = await azurite.StartAppAsync();
        var (status, body, headers) = await AskAsync(app.First, accepted, tag: null);

        Assert.Equal((200, encoding), (status, headers.ContentEncoding.ToString()));
        var feed = Decode(kind, body);
        Assert.Equal(
            XDocument.Parse(Encoding.UTF8.GetString((await app.First.Feed.GetMainAsync(default)).Content.Identity.Bytes)).ToString(),
            feed.ToString());

        var (again, nothing, _) = await AskAsync(app.First, accepted, headers.ETag.ToString());
        Assert.Equal((304, 0), (again, nothing.Length));
        var (other, _, _) = await AskAsync(app.First, accepted, "\"another\"");
        Assert.Equal(200, other);
    }

    private static XDocument Decode(int kind, byte[] body)
    {
        using var stream = new MemoryStream(body);
        return kind switch
        {
            1 => XDocument.Load(new GZipStream(stream, CompressionMode.Decompress)),
            2 => XDocument.Load(new BrotliStream(stream, CompressionMode.Decompress)),
            _ => XDocument.Load(stream),
        };
    }

    private static async Task<(int Status, byte[] Body, IHeaderDictionary Headers)> AskAsync(
        AppInstance instance, string encodings, string? tag)
    {
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider() };
        context.Request.Method = "GET";
        context.Request.Headers.AcceptEncoding = encodings;
        context.Request.Headers.IfNoneMatch = tag;
        context.Response.Body = body;
        var result = await instance.Function<FeedFunctions>().GetAsync(context.Request, default);
        await result.ExecuteAsync(context);
        return (context.Response.StatusCode, body.ToArray(), context.Response.Headers);
    }

    private static async Task PublishOnAsync(TestApp app, int day)
    {
        await app.UploadAsync($"talk-{day}.json", $$"""{"published": "2026-01-{{day:00}}"}""");
        await app.PublishAsync($"talk-{day}.wav", await Clips.Wave);
    }

    private static async Task PublishWithAsync(TestApp app, AppInstance instance, string name)
    {
        await app.UploadAsync(name, await Clips.Wave);
        await instance.UploadRegistration.RegisterAsync(name, default);
        await instance.TranscriptionJob.RunAsync(await app.NextMessageAsync(), default);
    }

    private static List<string> SlugsOf(Document document) =>
        [.. XDocument.Parse(Encoding.UTF8.GetString(document.Content.Identity.Bytes))
            .Descendants("item")
            .Select(item => item.Element("link")!.Value.Split('/')[^1])];
}
