using PaperLedge.DevHost;
using PaperLedge.DevHost.Processes;

if (args.Length is not (1 or 2))
{
    await Console.Error.WriteLineAsync(
        "Usage: PaperLedge.DevHost APP [SETTINGS]: " +
        "the folder that 'dotnet publish' made, and a local.settings.json (default: the one in this folder)");
    return 2;
}

try
{
    var settings = args.Length > 1 ? args[1] : "local.settings.json";
    await using var host = new DevHostServer(args[0], settings, Environment.GetEnvironmentVariables());
    await host.RunAsync();
    return 0;
}
catch (StartException failure)
{
    await Console.Error.WriteLineAsync(failure.Message);
    return 1;
}
