namespace PaperLedge.LocalWorker.Functions;

/// <summary>The app cannot be started as it is written or set up; each problem says what, where and what to do.</summary>
internal sealed class RefusedException(IReadOnlyList<string> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    public RefusedException(string problem) : this([problem])
    {
    }

    public IReadOnlyList<string> Problems { get; } = problems;
}
