using System.Net;
using System.Text.Json;
using Azure.Data.Tables;
using PaperLedge.Cli.Commands;
using PaperLedge.Cli.Processes;
using PaperLedge.Cli.Publishing;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Status;
using PaperLedge.Storage.Uploads;
using PaperLedge.Tests.Cli;
using Spectre.Console;

namespace PaperLedge.ComponentTests.Cli;

/// <summary>Following episodes through a server that answers as the app does.</summary>
public sealed class FollowingTests
{
    private static readonly EpisodeReport s_episode = new("talk", "A talk", "published", null, [], null, null, "guid", null, null, null);

    private static readonly StatusReport s_empty = new(new ShowReport("Show", [], new Uri("https://a.example/feed.xml"), []), [], [], []);

    [Fact]
    public async Task An_episode_is_followed_until_it_is_settled()
    {
        var answers = new Queue<EpisodeReport>(
            [s_episode with { Status = "queued" }, s_episode with { Status = "transcribing" }, s_episode with { Status = "held" }]);
        await using var server = Serve(_ => Json(answers.Count > 1 ? answers.Dequeue() : answers.Peek()));

        var outcome = await FollowAsync(server, uploads: null);

        Assert.Equal(("held", true), (outcome.Status, outcome.IsAccepted));
        Assert.Equal(3, server.Requests);
    }

    [Fact]
    public async Task An_upload_that_never_became_an_episode_ends_with_its_problem()
    {
        await using var server = Serve(path => path.EndsWith("/talk", StringComparison.Ordinal)
            ? (404, "There is no episode 'talk'.")
            : Json(s_empty with { Uploads = [new UploadReport("talk.mp3", "failed", "It is empty.", DateTimeOffset.UnixEpoch)] }));

        var outcome = await FollowAsync(server, uploads: null);

        Assert.Equal(("refused", "It is empty."), (outcome.Status, outcome.Problem));
        Assert.False(outcome.IsAccepted);
    }

    [Fact]
    public async Task The_version_before_is_not_taken_for_the_uploaded_one()
    {
        using var folder = new TemporaryFolder();
        await using var azurite = await Azurite.StartAsync(
            AzuriteOptions.OnFreePorts(folder.Of("storage"), folder.Of("azurite.log")) with { InMemory = true }, CancellationToken.None);
        var tables = new TableServiceClient(azurite.Options.ConnectionString);
        await tables.CreateTableIfNotExistsAsync("Uploads");
        var store = new UploadStore(tables);
        var old = new UploadRecord("talk.mp3", "old", UploadState.Accepted, null, DateTimeOffset.UnixEpoch);
        await store.WriteAsync(old, CancellationToken.None);
        var asked = 0;
        await using var server = Serve(_ =>
        {
            asked++;
            return Json(s_episode with { Title = $"answer {asked}" });
        });

        var following = FollowAsync(server, new UploadNotice(tables, new Dictionary<string, string> { ["talk.mp3"] = "new" }));
        await WaitAsync(() => asked >= 2);
        Assert.False(following.IsCompleted);
        await store.WriteAsync(old with { ETag = "new" }, CancellationToken.None);

        Assert.Equal("published", (await following).Status);
    }

    [Fact]
    public async Task The_whole_status_is_read_page_by_page_from_the_same_server()
    {
        await using var server = Serve(path => path.Contains("after=one", StringComparison.Ordinal)
            ? Json(s_empty with { Episodes = [s_episode with { Slug = "two" }] })
            : Json(s_empty with
            {
                Episodes = [s_episode with { Slug = "one" }],
                Next = new Uri("https://elsewhere.example/api/episodes?after=one"),
            }));
        using var http = Address(server).Connect();

        var report = await new AppClient(http).GetStatusAsync(CancellationToken.None);

        Assert.Equal(["one", "two"], report.Episodes.Select(episode => episode.Slug));
        Assert.Equal(2, server.Requests);
    }

    [Theory]
    [InlineData(401, "", "refuses the function key", 2)]
    [InlineData(404, "There is no uploaded episode 'talk'.", "There is no uploaded episode 'talk'.", 1)]
    [InlineData(409, "The episode stays held: it has no audio.", "stays held", 1)]
    public async Task What_the_app_refuses_is_passed_on(int status, string text, string words, int exitCode)
    {
        await using var server = Serve(_ => (status, text));
        using var http = Address(server).Connect();

        var exception = await Assert.ThrowsAsync<CommandException>(
            () => new AppClient(http).ReleaseAsync("talk", CancellationToken.None));

        Assert.Contains(words, exception.Message, StringComparison.Ordinal);
        Assert.Equal(exitCode, exception.ExitCode);
    }

    [Fact]
    public async Task Commands_print_one_JSON_object_and_exit_by_the_outcome()
    {
        await using var server = Serve(path => path.EndsWith("/retry", StringComparison.Ordinal)
            ? (202, "")
            : Json(s_episode with { Status = "failed", Problem = "The file is cut off." }));

        var (exitCode, output, _) = await CliProcess.RunAsync(
            "retry", "talk", "--app", server.Url.AbsoluteUri, "--key", "key", "--json");

        Assert.Equal(1, exitCode);
        using var json = JsonDocument.Parse(output);
        Assert.False(json.RootElement.GetProperty("accepted").GetBoolean());
        Assert.Equal("The file is cut off.", json.RootElement.GetProperty("episodes")[0].GetProperty("problem").GetString());
    }

    [Theory]
    [InlineData("published", 0)]
    [InlineData("failed", 1)]
    public async Task The_status_exits_by_what_failed(string status, int code)
    {
        await using var server = Serve(_ => Json(s_empty with { Episodes = [s_episode with { Status = status }] }));

        var (exitCode, output, _) = await CliProcess.RunAsync("status", "--app", server.Url.AbsoluteUri, "--key", "key");

        Assert.Equal(code, exitCode);
        Assert.Contains("A talk", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_that_does_not_answer_is_reported()
    {
        var (exitCode, _, error) = await CliProcess.RunAsync("status", "--app", "http://127.0.0.1:1", "--key", "key");

        Assert.Equal(2, exitCode);
        Assert.Contains("Is it running?", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("status", "status?code=key")]
    [InlineData("talk", "https://a.example/review/talk")]
    public async Task Without_a_browser_the_address_is_printed(string page, string words)
    {
        await using var server = Serve(_ => Json(s_episode with { Review = new Uri("https://a.example/review/talk") }));

        var (exitCode, output, _) = await CliProcess.RunAsync(
            [("DISPLAY", ""), ("WAYLAND_DISPLAY", "")], "open", page, "--app", server.Url.AbsoluteUri, "--key", "key");

        Assert.Equal(0, exitCode);
        Assert.Contains(words, output, StringComparison.Ordinal);
    }

    private static AppAddress Address(LoopbackServer server) => new(server.Url, "key", IsFound: false);

    private static (int Status, string Text) Json(object value) => (200, JsonSerializer.Serialize(value, JsonSerializerOptions.Web));

    private static LoopbackServer Serve(Func<string, (int Status, string Text)> answer) => new(async context =>
    {
        var (status, text) = answer(context.Request.RawUrl!);
        context.Response.StatusCode = status;
        context.Response.ContentType = status == (int)HttpStatusCode.OK ? "application/json" : "text/plain";
        await using var writer = new StreamWriter(context.Response.OutputStream);
        await writer.WriteAsync(text);
    });

    private static async Task<EpisodeOutcome> FollowAsync(LoopbackServer server, UploadNotice? uploads)
    {
        using var http = Address(server).Connect();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) });
        var followed = await new Following(new AppClient(http), console)
            .UntilSettledAsync(["talk"], uploads, CancellationToken.None)
            .WaitAsync(TimeSpan.FromSeconds(60));
        return EpisodeOutcome.Of("talk", followed);
    }

    private static async Task WaitAsync(Func<bool> condition)
    {
        for (var i = 0; i < 600 && !condition(); i++)
        {
            await Task.Delay(100);
        }

        Assert.True(condition());
    }
}
