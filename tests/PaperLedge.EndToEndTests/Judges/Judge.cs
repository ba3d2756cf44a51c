using System.Text.Json;
using CliWrap.Buffered;
using PaperLedge.Cli;

namespace PaperLedge.EndToEndTests.Judges;

/// <summary>Lets other people's programs read what the app has served, each through a small script beside this file.</summary>
internal static class Judge
{
    /// <summary>Debian's own interpreter: its packages are for no other.</summary>
    private const string Python = "/usr/bin/python3";

    /// <param name="script">The name of a script that reads standard input and writes what it understood as one line of JSON.</param>
    public static Task<JsonElement> NodeAsync(string script, string input) => AskAsync("node", script, input);

    /// <inheritdoc cref="NodeAsync"/>
    public static Task<JsonElement> PythonAsync(string script, string input) => AskAsync(Python, script, input);

    /// <summary>Runs a program that says by its exit code and on standard error whether it is content.</summary>
    /// <returns>Its standard output.</returns>
    public static async Task<string> ContentAsync(string program, string input, params string[] arguments)
    {
        var answer = await RunAsync(program, input, arguments);
        Assert.Equal((0, ""), (answer.ExitCode, answer.StandardError));
        return answer.StandardOutput;
    }

    private static async Task<JsonElement> AskAsync(string program, string script, string input)
    {
        var path = Path.Combine(Repository.Root, "tests", "PaperLedge.EndToEndTests", "Judges", script);
        var output = await ContentAsync(program, input, path);
        // A parser that finds fault logs it, on either stream.
        var line = Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        using var answer = JsonDocument.Parse(line);
        return answer.RootElement.Clone();
    }

    private static async Task<BufferedCommandResult> RunAsync(string program, string input, string[] arguments) =>
        await global::CliWrap.Cli.Wrap(program)
            .WithArguments(arguments)
            .WithEnvironmentVariables(variables => variables.Set("PARTYTIME_LOG", "warn").Set("PYTHONIOENCODING", "utf-8"))
            .WithStandardInputPipe(global::CliWrap.PipeSource.FromString(input))
            .WithValidation(global::CliWrap.CommandResultValidation.None)
            .ExecuteBufferedAsync();
}
