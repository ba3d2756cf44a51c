using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using PaperLedge.Cli.Demo;

namespace PaperLedge.Tests.Cli;

public sealed class WordErrorRateTests
{
    [Theory]
    [InlineData("the quick brown fox", "the quick brown fox", 0, 4)]
    [InlineData("The quick, brown fox!", "the QUICK brown... fox", 0, 4)]
    [InlineData("It's Shannon's paper.", "Its Shannon’s paper", 0, 3)]
    [InlineData("the quick brown fox", "the quick fox", 1, 4)]
    [InlineData("the quick fox", "the quick brown fox", 1, 3)]
    [InlineData("the quick fox", "the thick fox", 1, 3)]
    [InlineData("well-known", "well known", 0, 2)]
    [InlineData("a b c d", "", 4, 4)]
    [InlineData("a b c d", "b c d a", 2, 4)]
    [InlineData("", "uh", 1, 0)]
    [InlineData("", " …", 0, 0)]
    public void Errors_are_words_to_change_over_words_said(string said, string heard, int errors, int words) =>
        Assert.Equal(new WordErrorRate(errors, words), WordErrorRate.Of(said, heard));

    [Fact]
    public void Nothing_said_and_something_heard_has_no_finite_rate()
    {
        Assert.Equal(0, new WordErrorRate(0, 0).Rate);
        Assert.Equal(double.PositiveInfinity, new WordErrorRate(1, 0).Rate);
        Assert.Equal(0.25, new WordErrorRate(1, 4).Rate);
    }

    /// <summary>Few different words, so that texts share some.</summary>
    private static Arbitrary<string[]> TableText() => Gen.Elements("a", "b", "c", "d").ArrayOf().ToArbitrary();

    private static int Distance(string[] said, string[] heard) => WordErrorRate.Of(string.Join(' ', said), string.Join(' ', heard)).Errors;

    [Property]
    public Property A_text_has_no_errors_against_itself_shouted_with_stops() =>
        Prop.ForAll(TableText(), said => WordErrorRate.Of(string.Join(' ', said), string.Join("! ", said).ToUpperInvariant()).Errors == 0);

    [Property]
    public Property Errors_are_the_same_both_ways() =>
        Prop.ForAll(TableText(), TableText(), (said, heard) => Distance(said, heard) == Distance(heard, said));

    [Property]
    public Property Errors_are_at_least_the_difference_in_length_and_at_most_the_longer_length() =>
        Prop.ForAll(TableText(), TableText(), (said, heard) =>
            Distance(said, heard) >= Math.Abs(said.Length - heard.Length) && Distance(said, heard) <= Math.Max(said.Length, heard.Length));

    [Property]
    public Property A_detour_is_never_shorter() =>
        Prop.ForAll(TableText(), TableText(), TableText(), (a, b, c) => Distance(a, c) <= Distance(a, b) + Distance(b, c));

    [Property]
    public Property Each_dropped_word_is_one_error() =>
        Prop.ForAll(TableText(), said => said.Length == 0 || Distance(said, said[1..]) == 1);
}
