using System.Globalization;
using PaperLedge.Core.Text;

namespace PaperLedge.Tests.Core.Text;

public sealed class WordingTests
{
    [Theory]
    [InlineData("00:00:00", "0 s")]
    [InlineData("00:00:00.3", "0.3 s")]
    [InlineData("00:00:45", "45 s")]
    [InlineData("00:00:59.7", "1 min")]
    [InlineData("00:03:05", "3 min 5 s")]
    [InlineData("00:12:29", "12 min")]
    [InlineData("00:59:40", "1 hour")]
    [InlineData("01:12:10", "1 h 12 min")]
    [InlineData("06:00:00", "6 hours")]
    [InlineData("1.02:30:00", "26 h 30 min")]
    public void Durations_read_as_people_write_them(string time, string text) =>
        Assert.Equal(text, Wording.Duration(TimeSpan.Parse(time, CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData(0, "0 errors")]
    [InlineData(1, "1 error")]
    [InlineData(2, "2 errors")]
    public void One_is_singular(int number, string text) => Assert.Equal(text, Wording.Count(number, "error"));

    [Theory]
    [InlineData(1, "1 byte")]
    [InlineData(52_000, "52 kB")]
    [InlineData(5_240_000, "5.2 MB")]
    [InlineData(52_400_000, "52 MB")]
    public void Sizes_are_short(long bytes, string text) => Assert.Equal(text, Wording.Size(bytes));

    [Fact]
    public void Dates_name_their_zone() =>
        Assert.Equal(
            "14 September 2026, 06:00 UTC", Wording.Date(new DateTimeOffset(2026, 9, 14, 8, 0, 0, TimeSpan.FromHours(2))));
}
