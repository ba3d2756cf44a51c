using System.Diagnostics;

namespace PaperLedge.EndToEndTests.App;

/// <summary>Waits for what the app does in its own time; reports the app's last lines if it does not.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    public static async Task IsTrueAsync(Func<Task<bool>> condition, string what, RunningApp app)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed > Limit)
            {
                Assert.Fail($"Waited {Limit.TotalSeconds} s in vain until {what}.\n{LastWords(app)}");
            }

            await Task.Delay(200);
        }
    }

    private static string LastWords(RunningApp app) => string.Join('\n', File.ReadLines(app.LogPath).TakeLast(60));
}
