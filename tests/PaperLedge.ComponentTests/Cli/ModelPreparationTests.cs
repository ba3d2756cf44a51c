using System.Text.RegularExpressions;
using PaperLedge.Cli.Speech;
using PaperLedge.Core.Transcripts;
using PaperLedge.Speech;
using PaperLedge.Speech.Ggml;
using PaperLedge.Tests.Cli;
using PaperLedge.Tests.Speech.Ggml;
using Spectre.Console;

namespace PaperLedge.ComponentTests.Cli;

public sealed partial class ModelPreparationTests : IDisposable
{
    /// <summary>A published name whose sum is not published, so that another model may stand for it.</summary>
    private const string Published = "tiny-q5_1";

    private static readonly byte[] s_model = TinyModel.Write().Bytes;

    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _output = new();

    [Fact]
    public async Task Without_a_terminal_a_download_is_told_in_lines()
    {
        await using var server = Serve(s_model);
        await PrepareAsync(Published, server.Url, isTerminal: false);
        var lines = Lines();
        var size = $"{s_model.Length / (1024 * 1024.0):0} MiB";
        Assert.InRange(lines.Length, 2, 11);
        Assert.Equal($"Downloading the speech model {Published}: 100 % of {size}", lines[^1]);
        Assert.All(lines, line => Assert.EndsWith($"% of {size}", line, StringComparison.Ordinal));
        Assert.Equal(s_model, await File.ReadAllBytesAsync(_folder.Of($"ggml-{Published}.bin")));
    }

    [Fact]
    public async Task On_a_terminal_a_download_is_a_bar()
    {
        await using var server = Serve(s_model);
        await PrepareAsync(Published, server.Url, isTerminal: true);
        var last = Lines()[^1];
        Assert.Contains($"downloading {Published}", last, StringComparison.Ordinal);
        Assert.Contains("100%", last, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_model_that_is_there_is_not_spoken_of(bool isTerminal)
    {
        await PrepareAsync(ModelResolver.BuiltIn, new Uri("http://127.0.0.1:1/"), isTerminal);
        await File.WriteAllBytesAsync(_folder.Of($"ggml-{Published}.bin"), s_model);
        await PrepareAsync(Published, new Uri("http://127.0.0.1:1/"), isTerminal);
        Assert.Empty(_output.ToString());
    }

    [Fact]
    public async Task A_damaged_model_is_told_before_anything_is_started()
    {
        await File.WriteAllBytesAsync(_folder.Of($"ggml-{Published}.bin"), s_model[..^5]);
        var exception = await Assert.ThrowsAsync<ModelFormatException>(
            () => PrepareAsync(Published, new Uri("http://127.0.0.1:1/"), isTerminal: false));
        Assert.Contains("delete a downloaded file", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_download_that_fails_says_what_to_do(bool isTerminal)
    {
        var exception = await Assert.ThrowsAsync<ModelException>(() => PrepareAsync("base.en", new Uri("http://127.0.0.1:1/"), isTerminal));
        Assert.Contains("Check the connection", exception.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _output.Dispose();
        _folder.Dispose();
    }

    private static LoopbackServer Serve(byte[] model) => new(async context =>
    {
        context.Response.ContentLength64 = model.Length;
        await context.Response.OutputStream.WriteAsync(model);
        context.Response.Close();
    });

    private Task<string> PrepareAsync(string model, Uri source, bool isTerminal) => new ModelPreparation(Console(), isTerminal).RunAsync(
        new WhisperOptions { Model = model, CacheDirectory = _folder.Path, DownloadBaseUrl = source }, CancellationToken.None);

    private IAnsiConsole Console()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(_output),
        });
        console.Profile.Width = 200;
        return console;
    }

    private string[] Lines() =>
        [.. Escapes().Replace(_output.ToString(), "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    /// <summary>Colours and movements of the cursor.</summary>
    [GeneratedRegex("\\x1b\\[[0-9;?]*[A-Za-z]")]
    private static partial Regex Escapes();
}
