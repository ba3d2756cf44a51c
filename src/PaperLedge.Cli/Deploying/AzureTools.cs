using System.Text;
using CliWrap;
using CliWrap.Buffered;
using PaperLedge.Cli.Commands;

namespace PaperLedge.Cli.Deploying;

/// <summary>The programs <c>az</c> (Azure CLI) and <c>azd</c> (Azure Developer CLI).</summary>
/// <param name="searchPath">The folders to search, separated as in the variable <c>PATH</c>.</param>
/// <param name="workingDirectory">Where they run: azd looks for azure.yaml there.</param>
internal sealed class AzureTools(string searchPath, string workingDirectory)
{
    public const string Az = "az", Azd = "azd";

    private static readonly (string Program, string Site)[] s_programs =
    [
        (Az, "https://learn.microsoft.com/cli/azure/install-azure-cli"),
        (Azd, "https://learn.microsoft.com/azure/developer/azure-developer-cli/install-azd"),
    ];

    /// <exception cref="CommandException">A program is missing; the message names all that are.</exception>
    public void EnsureInstalled()
    {
        var missing = s_programs.Where(program => Find(program.Program) is null).ToList();
        if (missing.Count > 0)
        {
            throw new CommandException(
                "Deploying to Azure needs " +
                string.Join(" and ", missing.Select(program => $"{program.Program} ({program.Site})")) +
                ". Install what is missing, and repeat the command.");
        }
    }

    /// <returns>What the program printed on standard output.</returns>
    /// <exception cref="CommandException">It failed; the message has its last lines.</exception>
    public async Task<string> RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var (isDone, output, error) = await TryAsync(program, arguments, cancellationToken);
        return isDone ? output : throw new CommandException(error);
    }

    /// <returns>Whether it succeeded, its standard output, and if it failed its name with its last lines.</returns>
    public async Task<(bool IsDone, string Output, string Error)> TryAsync(
        string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var list = arguments.ToList();
        var result = await Command(program, list).ExecuteBufferedAsync(Encoding.UTF8, cancellationToken);
        return (result.IsSuccess, result.StandardOutput.Trim(), result.IsSuccess ? "" : Failure(program, list, result.StandardError));
    }

    /// <summary>Runs a program whose lines are shown while it works.</summary>
    /// <exception cref="CommandException">It failed; it has said why.</exception>
    public async Task ShowAsync(string program, IEnumerable<string> arguments, Action<string> show, CancellationToken cancellationToken)
    {
        var list = arguments.ToList();
        var result = await Command(program, list)
            .WithStandardOutputPipe(PipeTarget.ToDelegate(show))
            .WithStandardErrorPipe(PipeTarget.ToDelegate(show))
            .ExecuteAsync(cancellationToken);
        if (!result.IsSuccess)
        {
            throw new CommandException(Failure(program, list, "The lines above say why."));
        }
    }

    private CliWrap.Command Command(string program, List<string> arguments) => CliWrap.Cli
        .Wrap(Find(program) ?? throw new InvalidOperationException($"{program} was not looked for."))
        .WithArguments(arguments)
        .WithWorkingDirectory(workingDirectory)
        .WithEnvironmentVariables(variables => variables.Set("PATH", searchPath))
        .WithValidation(CommandResultValidation.None);

    private static string Failure(string program, List<string> arguments, string reason)
    {
        // Up to the first option: what it was to do.
        var task = string.Join(' ', arguments.TakeWhile(argument => !argument.StartsWith('-')).Prepend(program));
        var lines = reason.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return $"'{task}' failed: {(lines.Length == 0 ? "it did not say why." : string.Join('\n', lines.TakeLast(10)))}";
    }

    private string? Find(string program) => searchPath
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, program))
        .FirstOrDefault(File.Exists);
}
