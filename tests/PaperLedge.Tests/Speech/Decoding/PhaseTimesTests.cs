using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using PaperLedge.Speech.Decoding;

namespace PaperLedge.Tests.Speech.Decoding;

public sealed partial class PhaseTimesTests
{
    [Fact]
    public void Each_moment_belongs_to_exactly_one_phase()
    {
        var begin = Stopwatch.GetTimestamp();
        var timeline = new PhaseTimes(Phase.Idle);
        Spin();
        using (timeline.In(Phase.Encoder))
        {
            Spin();
            using (timeline.In(Phase.EncoderAttention))
            {
                Spin();
            }

            Spin();
        }

        var phases = Read(timeline);
        var elapsed = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        Assert.Equal(["Encoder", "EncoderAttention", "Idle"], phases.Keys.Order());
        Assert.InRange(phases.Values.Sum(), 0.02, elapsed + 0.002);
        Assert.True(phases["Encoder"] >= 0.009, $"{timeline}");
        Assert.True(phases["EncoderAttention"] >= 0.004, $"{timeline}");
    }

    [Fact]
    public void What_a_fallback_asked_for_is_counted_as_that()
    {
        var timeline = new PhaseTimes(Phase.Idle) { FallbackShare = 1 };
        using (timeline.In(Phase.Decoder))
        {
            Spin();
        }

        timeline.FallbackShare = 0;
        Assert.True(Read(timeline)["Fallback"] >= 0.004, $"{timeline}");
        Assert.DoesNotContain("Decoder", $"{timeline}", StringComparison.Ordinal);
    }

    /// <summary>Five milliseconds.</summary>
    private static void Spin()
    {
        var begin = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begin) < TimeSpan.FromMilliseconds(5))
        {
            // Time has to pass, whatever the machine does meanwhile.
        }
    }

    private static Dictionary<string, double> Read(PhaseTimes timeline) =>
        Phases().Matches($"{timeline}")
            .ToDictionary(phase => phase.Groups[1].Value, phase => double.Parse(phase.Groups[2].Value, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"(\w+)=([\d.]+)")]
    private static partial Regex Phases();
}
