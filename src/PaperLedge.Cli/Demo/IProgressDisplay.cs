namespace PaperLedge.Cli.Demo;

/// <summary>Shows how far each episode is: as bars on a terminal, as lines elsewhere.</summary>
public interface IProgressDisplay
{
    /// <param name="slugs">The episodes to show, in order.</param>
    /// <param name="follow">Runs to the end; tells each report that it gets.</param>
    Task ShowAsync(IReadOnlyList<string> slugs, Func<Action<StatusReport>, Task> follow);
}
