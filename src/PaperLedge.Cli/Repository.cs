namespace PaperLedge.Cli;

/// <summary>Paths in this clone, found from the running program's location, independent of the current directory.</summary>
public static class Repository
{
    private const string Landmark = "PaperLedge.sln";

    public static string Root { get; } = FindRoot();

    public static string Samples => Path.Combine(Root, "samples");

    /// <summary>Git-ignored: the settings of this machine.</summary>
    public static string Settings => Path.Combine(Root, "local.settings.json");

    public static string SampleSettings => Path.Combine(Root, "local.settings.sample.json");

    /// <summary>Git-ignored: storage and logs of runs.</summary>
    public static string Data => Path.Combine(Root, ".data");

    public static string Azurite => Path.Combine(Root, "node_modules", "azurite", "dist", "src", "azurite.js");

    public static string FunctionApp => Published("app");

    public static string DevHost => Path.Combine(Root, "artifacts", "bin", "PaperLedge.DevHost", Configuration, "PaperLedge.DevHost.dll");

    private static string Configuration => Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    /// <returns>A function app's published folder, in the configuration of this program.</returns>
    public static string Published(string app) =>
        Path.Combine(Root, "artifacts", Configuration == "debug" ? $"{app}-debug" : app);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Landmark)))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException(
            $"There is no {Landmark} above {AppContext.BaseDirectory}: run this program from a clone of the repository.");
    }
}
