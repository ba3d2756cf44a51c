using System.CommandLine;

namespace PaperLedge.Cli.Commands;

internal static class LocalOptions
{
    public static Option<int> AppPort() => new("--port")
    {
        Description = "The function app's port.",
        DefaultValueFactory = _ => 7071,
    };

    public static Option<int> StoragePort() => new("--storage-port")
    {
        Description = "Azurite's first port; the next two are used too.",
        DefaultValueFactory = _ => 10000,
    };

    public static Option<DirectoryInfo> Data(string name) => new("--data")
    {
        Description = "Where storage and logs are kept.",
        DefaultValueFactory = _ => new DirectoryInfo(Path.Combine(Repository.Data, name)),
    };
}
