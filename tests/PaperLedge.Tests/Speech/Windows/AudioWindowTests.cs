using PaperLedge.Speech.Windows;

namespace PaperLedge.Tests.Speech.Windows;

/// <summary>
/// Ten seconds of the audio from its second 100 on, five from its second 200 on; the first and the last two seconds are the neighbours'.
/// </summary>
public class AudioWindowTests
{
    private const int Second = Sounds.Second;

    private static readonly AudioWindow s_window = new(
        new float[15 * Second],
        [new(0, 100 * Second, 10 * Second), new(10 * Second, 200 * Second, 5 * Second)],
        [(3 * Second, 9 * Second), (11 * Second, 12 * Second)],
        2 * Second,
        13 * Second);

    [Theory]
    [InlineData(0, 100, 100)]
    [InlineData(9.5, 109.5, 109.5)]
    [InlineData(10, 200, 110)]
    [InlineData(12, 202, 202)]
    [InlineData(15, 205, 205)]
    [InlineData(20, 205, 205)]
    public void Times_map_back_to_the_audio(double place, double start, double end)
    {
        Assert.Equal(start, s_window.StartAt(Time(place)).TotalSeconds, 1e-6);
        Assert.Equal(end, s_window.EndAt(Time(place)).TotalSeconds, 1e-6);
    }

    [Theory]
    [InlineData(4, 5, 104, 105)]
    [InlineData(9.2, 10.3, 109.2, 110)]
    [InlineData(9.8, 10.6, 200, 200.6)]
    [InlineData(10, 10.4, 200, 200.4)]
    [InlineData(14.8, 15.5, 204.8, 205)]
    [InlineData(10, 10, 110, 110)]
    public void A_word_lies_on_one_side_of_a_shortened_pause(double from, double to, double start, double end)
    {
        var word = s_window.WordAt(Time(from), Time(to));
        Assert.Equal(start, word.Start.TotalSeconds, 1e-6);
        Assert.Equal(end, word.End.TotalSeconds, 1e-6);
    }

    [Fact]
    public void What_is_its_own_and_what_is_speech_is_counted()
    {
        Assert.Equal((102, 203, 15, 7), (
            s_window.StartTime.TotalSeconds,
            s_window.EndTime.TotalSeconds,
            s_window.Duration.TotalSeconds,
            s_window.VoicedTime.TotalSeconds));
        Assert.Equal(1.5, s_window.VoicedBetween(Time(8), Time(11.5)).TotalSeconds, 1e-6);
    }

    [Theory]
    [InlineData(0, 15)]
    [InlineData(4, 12)]
    [InlineData(10.5, 14)]
    [InlineData(3, 9.5)]
    [InlineData(14, 18)]
    public void A_part_maps_back_to_the_same_places(double from, double to)
    {
        var part = s_window.Between(Time(from), Time(to));
        Assert.Equal(Math.Min(to, 15) - from, part.Duration.TotalSeconds, 1e-6);
        Assert.Equal(s_window.VoicedBetween(Time(from), Time(to)), part.VoicedTime);
        Assert.Equal(s_window.StartAt(Time(Math.Clamp(2, from, Math.Min(to, 15)))), part.StartTime);
        for (var place = from; place < Math.Min(to, 15); place += 0.25)
        {
            Assert.Equal(s_window.StartAt(Time(place)), part.StartAt(Time(place - from)));
        }
    }

    private static TimeSpan Time(double seconds) => TimeSpan.FromSeconds(seconds);
}
