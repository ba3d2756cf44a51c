using System.Globalization;
using PaperLedge.EndToEndTests.App;
using PaperLedge.TestSupport;

namespace PaperLedge.EndToEndTests.Resilience;

/// <summary>
/// An episode's length does not decide how much memory a worker needs. The short form reads an hour with a model of random weights,
/// a soak six hours with the built-in model.
/// </summary>
[Trait("Proof", "long")]
public class MemoryTests(ITestOutputHelper output)
{
    /// <summary>The samples of an hour, held whole, would take 230 MB.</summary>
    private const double MostForAnHour = 100;

    [Fact]
    public async Task A_long_episode_needs_hardly_more_memory_than_a_short_one()
    {
        var brief = await PeakAsync(TimeSpan.FromMinutes(10));
        var lengthy = await PeakAsync(TimeSpan.FromHours(Soak.IsOn ? 6 : 1));
        output.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{brief:0} MB, {lengthy:0} MB: {lengthy / brief:0.00} times as much"));
        if (Soak.IsOn)
        {
            Assert.InRange(lengthy, 0, 1.1 * brief);
        }
        else
        {
            Assert.InRange(lengthy - brief, -brief, MostForAnHour);
        }
    }

    /// <returns>In MB; of the worker, from its start until the episode is published.</returns>
    private static async Task<double> PeakAsync(TimeSpan length)
    {
        var settings = new Dictionary<string, string?>(Soak.IsOn ? QuickSettings.ForReading : QuickSettings.ForLiving)
        {
            ["Transcription__PieceSeconds"] = "600",
            ["Audio__MaxDuration"] = "07:00:00",
        };
        await using var app = await RunningApp.StartAsync("memory", settings);
        await app.PublishShowAsync();
        await app.UploadAsync("talk.mp3", await Ffmpeg.LoopedAsync(length));
        await app.WaitUntilPublishedAsync("talk", length);
        var line = File.ReadLines($"/proc/{app.WorkerId}/status").Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1000;
    }
}
