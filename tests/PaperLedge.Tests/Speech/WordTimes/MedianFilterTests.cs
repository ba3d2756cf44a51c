using FsCheck;
using FsCheck.Xunit;
using PaperLedge.Speech.WordTimes;

namespace PaperLedge.Tests.Speech.WordTimes;

public class MedianFilterTests
{
    [Property]
    public void Each_value_becomes_the_median_of_its_neighbours(NonEmptyArray<short> numbers)
    {
        float[] values = [.. numbers.Get];
        var smooth = new float[values.Length];
        MedianFilter.Apply(values, smooth);
        Assert.Equal(values.Select((_, at) => MedianAt(values, at)), smooth);
    }

    private static float MedianAt(float[] values, int at) =>
        Enumerable.Range(at - 2, 5).Select(i => values[Mirror(i, values.Length)]).Order().ElementAt(2);

    private static int Mirror(int i, int length) => Math.Abs(i) < length ? Math.Abs(i) : Math.Max(0, (2 * (length - 1)) - Math.Abs(i));
}
