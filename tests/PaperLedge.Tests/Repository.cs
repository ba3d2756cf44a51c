namespace PaperLedge.Tests;

/// <summary>The checkout that the tests run in.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string PathOf(string relative) => Path.Combine(Root, relative);

    private static string Find(string from)
    {
        for (var directory = new DirectoryInfo(from); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "PaperLedge.sln")))
            {
                return directory.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No PaperLedge.sln above {from}: the tests run inside a checkout.");
    }
}
