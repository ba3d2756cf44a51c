using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using PaperLedge.Cli.Demo;
using PaperLedge.ComponentTests.App;
using PaperLedge.DevHost.Processes;
using PaperLedge.Tests.Cli;

namespace PaperLedge.ComponentTests.Cli;

/// <summary>The program itself, as a process.</summary>
public sealed class CommandLineTests : IDisposable
{
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("KILL")]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task However_it_ends_it_leaves_no_storage_running(string signal)
    {
        var ports = LocalPorts.Free(1);
        var storage = 20_000 + (Environment.ProcessId * 7 % 9_000) + (signal[0] % 3 * 3);
        using var program = CliProcess.Start(
            "demo", "--once", "--data", _folder.Of("data"), "--port", Text(ports[0]), "--storage-port", Text(storage));
        try
        {
            await UntilAsync(async () => await LocalPorts.AnswersAsync(storage + 2, CancellationToken.None));
            using var kill = Process.Start("kill", ["-s", signal, Text(program.Id)]);
            await program.WaitForExitAsync().WaitAsync(s_soon);
            await UntilAsync(async () => !await LocalPorts.AnswersAsync(storage + 2, CancellationToken.None));
        }
        finally
        {
            program.Kill(entireProcessTree: true);
        }
    }

    [Theory]
    [InlineData("My Episode.mp3", "my-episode.mp3", 1)]
    [InlineData("missing/episode.mp3", "There is no file", 2)]
    [InlineData("notes.docx", "known extension", 1)]
    [InlineData("text.mp3", "is a text file", 1)]
    public async Task Publishing_refuses_here_what_the_app_would_refuse(string name, string words, int code)
    {
        if (!name.StartsWith("missing", StringComparison.Ordinal))
        {
            await File.WriteAllTextAsync(_folder.Of(name), "These are words.");
        }

        var (exitCode, _, error) = await CliProcess.RunAsync("publish", _folder.Of(name));
        Assert.Equal(code, exitCode);
        Assert.Contains(words, error, StringComparison.Ordinal);
        Assert.Equal(2, error.Trim().Split('\n').Length);
    }

    [Theory]
    [InlineData("UseDevelopmentStorage=true;DevelopmentStorageProxyUri=http://127.0.0.9", "does not answer")]
    [InlineData("DefaultEndpointsProtocol=http;AccountName=x;AccountKey=eA==;BlobEndpoint=http://127.0.0.1:{port}/x", "does not answer")]
    [InlineData("not a connection string", "connection string")]
    public async Task Publishing_to_an_account_that_is_not_there_is_told(string connection, string words)
    {
        var port = Text(LocalPorts.Free(1)[0]);
        var sample = Path.Combine(PaperLedge.Cli.Repository.Samples, "clocks-without-time.m4a");
        var (exitCode, _, error) = await CliProcess.RunAsync(
            "publish", sample, "--connection", connection.Replace("{port}", port, StringComparison.Ordinal));
        Assert.Equal(1, exitCode);
        Assert.Contains(words, error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }

    [Fact]
    public async Task A_file_is_transcribed_with_the_built_in_model_and_nothing_else_is_on_standard_output()
    {
        const string Said = "I am not a person. The voice you hear is made by a computer program.";
        await File.WriteAllBytesAsync(_folder.Of("talk.wav"), await Clips.MakeAsync(
            "wav", "-ss", "7", "-t", "3.8", "-i", Path.Combine(PaperLedge.Cli.Repository.Samples, "a-theory-of-communication.mp3")));
        using var program = CliProcess.Start("transcribe", _folder.Of("talk.wav"), "--format", "json");
        var error = program.StandardError.ReadToEndAsync();
        using var transcript = await JsonDocument.ParseAsync(program.StandardOutput.BaseStream).WaitAsync(s_soon);
        await error;
        await program.WaitForExitAsync().WaitAsync(s_soon);
        Assert.Equal(0, program.ExitCode);

        var heard = string.Join(
            ' ',
            transcript.RootElement.GetProperty("segments").EnumerateArray().Select(segment => segment.GetProperty("body").GetString()));
        Assert.True(WordErrorRate.Of(Said, heard).Errors <= 1, heard);
    }

    [Theory]
    [InlineData("base.en", "Check the connection")]
    [InlineData("huge", "There is no model 'huge'")]
    public async Task A_demo_whose_model_cannot_be_had_starts_nothing(string model, string words)
    {
        var port = LocalPorts.Free(1)[0];
        var (exitCode, _, error) = await CliProcess.RunAsync(
            [
                ("Whisper__Model", model),
                ("Whisper__CacheDirectory", _folder.Of("models")),
                ("Whisper__DownloadBaseUrl", "http://127.0.0.1:1/"),
            ],
            "demo", "--once", "--data", _folder.Of("data"), "--port", Text(port),
            "--storage-port", Text(30_000 + (Environment.ProcessId % 2_000)));
        Assert.Equal(1, exitCode);
        Assert.Contains(words, error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
        Assert.False(Directory.Exists(_folder.Of("data/logs")));
    }

    [Fact]
    public async Task A_wrong_option_is_no_crash()
    {
        var (exitCode, _, error) = await CliProcess.RunAsync("demo", "--twice");
        Assert.Equal(2, exitCode);
        Assert.Contains("./paperledge demo --help", error, StringComparison.Ordinal);
        Assert.Contains("--twice", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var time = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(time.Elapsed < s_soon, "It did not come to pass.");
            await Task.Delay(20);
        }
    }
}
