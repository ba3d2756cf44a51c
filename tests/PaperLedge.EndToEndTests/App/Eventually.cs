using System.Diagnostics;

namespace PaperLedge.EndToEndTests.App;

/// <summary>Waits for what the app does in its own time; reports the app's last lines if it does not.</summary>
internal static class Eventually
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(90);

    public static Task IsTrueAsync(Func<Task<bool>> condition, string what, RunningApp app) =>
        IsEmptyAsync(async () => await condition() ? [] : [""], what, app);

    /// <param name="left">What is still to be done.</param>
    public static async Task IsEmptyAsync(Func<Task<IReadOnlyCollection<string>>> left, string what, RunningApp app)
    {
        var watch = Stopwatch.StartNew();
        while (await left() is { Count: > 0 } now)
        {
            if (watch.Elapsed > s_limit)
            {
                Assert.Fail($"Waited {s_limit.TotalSeconds} s in vain until {what}.\n{string.Join('\n', now)}\n{LastWords(app)}");
            }

            await Task.Delay(200);
        }
    }

    private static string LastWords(RunningApp app) => string.Join('\n', File.ReadLines(app.LogPath).TakeLast(60));
}
