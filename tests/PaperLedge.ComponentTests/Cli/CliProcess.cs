using System.Diagnostics;

namespace PaperLedge.ComponentTests.Cli;

/// <summary>The command line as a process of its own.</summary>
internal static class CliProcess
{
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(60);

    public static Process Start(params string[] arguments) => Start([], arguments);

    public static Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments) => RunAsync([], arguments);

    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(
        (string Name, string Value)[] variables, params string[] arguments)
    {
        using var program = Start(variables, arguments);
        var output = program.StandardOutput.ReadToEndAsync();
        var error = await program.StandardError.ReadToEndAsync().WaitAsync(s_soon);
        await program.WaitForExitAsync().WaitAsync(s_soon);
        return (program.ExitCode, await output, error);
    }

    private static Process Start((string Name, string Value)[] variables, string[] arguments)
    {
        var program = typeof(PaperLedge.Cli.Commands.CommandLine).Assembly.Location;
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
