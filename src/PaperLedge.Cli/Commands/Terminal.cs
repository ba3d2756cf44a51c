using Spectre.Console;

namespace PaperLedge.Cli.Commands;

/// <summary>Consoles that wrap lines only on a terminal: in a log or a pipe a message is one line.</summary>
internal static class Terminal
{
    private const int Unbroken = 10_000;

    public static IAnsiConsole Output { get; } = Create(Console.Out, Console.IsOutputRedirected);

    public static IAnsiConsole Error { get; } = Create(Console.Error, Console.IsErrorRedirected);

    public static bool IsInteractive(IAnsiConsole output) => output.Profile.Capabilities.Interactive && !Console.IsOutputRedirected;

    private static IAnsiConsole Create(TextWriter writer, bool redirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        if (redirected)
        {
            console.Profile.Width = Unbroken;
        }

        return console;
    }
}

/// <summary>Reports at once and in order; <see cref="Progress{T}"/> would use the thread pool.</summary>
internal sealed class ImmediateProgress<T>(Action<T> action) : IProgress<T>
{
    public void Report(T value) => action(value);
}
