namespace PaperLedge.Benchmarks;

/// <summary>Finds the repository's folder.</summary>
internal static class BenchRoot
{
    public static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "PaperLedge.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("This runs from PaperLedge's own folder only.");
        }

        return folder;
    }
}
