using System.Diagnostics;

namespace PaperLedge.EndToEndTests.App;

/// <summary>Waits for what the app does in its own time; reports the app's last lines if it does not.</summary>
internal static class Eventually
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(90);

    public static async Task IsTrueAsync(Func<Task<bool>> condition, string what, RunningApp app)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed > s_limit)
            {
                Assert.Fail($"Waited {s_limit.TotalSeconds} s in vain until {what}.\n{LastWords(app)}");
            }

            await Task.Delay(200);
        }
    }

    private static string LastWords(RunningApp app) => string.Join('\n', File.ReadLines(app.LogPath).TakeLast(60));
}
