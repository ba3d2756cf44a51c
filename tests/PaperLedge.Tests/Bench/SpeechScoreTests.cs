using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using PaperLedge.Benchmarks.Scoring;
using PaperLedge.Cli.Demo;

namespace PaperLedge.Tests.Bench;

public sealed class SpeechScoreTests
{
    [Theory]
    [InlineData("the quick brown fox", "the quick brown fox", 0, 0, 0)]
    [InlineData("the quick brown fox", "the brown fox", 1, 0, 0)]
    [InlineData("the quick fox", "the quick brown fox", 0, 1, 0)]
    [InlineData("the quick fox", "the thick fox", 0, 0, 1)]
    [InlineData("the quick brown fox ran", "quick red fox ran off", 1, 1, 1)]
    [InlineData("all of it", "", 3, 0, 0)]
    [InlineData("", "thank you", 0, 2, 0)]
    public void Errors_are_told_apart(string said, string heard, int deletions, int insertions, int substitutions)
    {
        var score = Score(said, heard);

        Assert.Equal((deletions, insertions, substitutions), (score.Deletions, score.Insertions, score.Substitutions));
    }

    [Theory]
    [InlineData("one the two three the four", "one the four", 3)]
    [InlineData("we go the a the b the home", "we go the home", 4)]
    [InlineData("a b c d e f", "a c e f", 1)]
    [InlineData("a b c d e f", "a b x f", 2)]
    [InlineData("a b c", "a b c", 0)]
    [InlineData("a b c", "", 3)]
    public void The_longest_loss_is_one_run_even_where_words_repeat(string said, string heard, int words) =>
        Assert.Equal(words, Score(said, heard).LongestLoss);

    [Theory]
    [InlineData("We know, or so they say.", "We know. Or so they say.", 1, 0)]
    [InlineData("We know. They say.", "We know they say.", 0, 1)]
    [InlineData("We know: they say.", "We know. They say.", 0, 0)]
    [InlineData("We know. They say.", "We know; they say.", 0, 0)]
    [InlineData("We know? They say.", "We know. They say!", 0, 0)]
    [InlineData("We met Mr. Codd.", "We met Mr Codd.", 0, 0)]
    [InlineData("We know, they say.", "We saw. They say.", 1, 0)]
    [InlineData("We know. They say.", "We they say.", 0, 0)]
    [InlineData("no marks at all", "No marks. At all.", 0, 0)]
    public void Full_stops_are_compared_behind_words_that_belong_together(string said, string heard, int wrong, int missing)
    {
        var score = Score(said, heard);

        Assert.Equal((wrong, missing), (score.FalseStops, score.MissingStops));
    }

    [Fact]
    public void A_loop_is_heard_much_more_often_than_said()
    {
        Assert.Empty(Score("so it goes on and so it goes on", "so it goes on and so it goes on so it goes on so it goes on").Loops);
        Assert.Contains("it goes on", Score("so it goes on", "so it goes on so it goes on so it goes on so it goes on").Loops);
        Assert.Empty(Score("no no no no no no", "no no no no no no").Loops);
    }

    [Fact]
    public void Word_starts_count_where_the_word_was_heard_rightly()
    {
        var score = SpeechScore.Of(
            ScoredText.Of([new("one", 1), new("two", 2), new("three", 3), new("four", 4)], "en"),
            ScoredText.Of([new("one", 1.1), new("too", 2.5), new("three", 2.8), new("four")], "en"));

        Assert.Equal([0.1, -0.2], score.StartErrors.Select(error => Math.Round(error, 3)));
        Assert.Equal(0.2, score.StartError(0.95)!.Value, 3);
        Assert.Null(Score("one", "one").StartError(0.5));
    }

    [Fact]
    public void Files_are_added_up_without_joining_their_losses()
    {
        var sum = Score("a b c", "c") + Score("a b c d.", "d.");

        Assert.Equal((7, 5, 3, true), (sum.Words, sum.Deletions, sum.LongestLoss, sum.HasStops));
    }

    [Property]
    public Property There_are_as_many_errors_as_the_word_error_rate_has() => Prop.ForAll(TableText(), TableText(), (said, heard) =>
        Score(said, heard).Errors == WordErrorRate.Of(said, heard).Errors);

    /// <summary>Few different words, so that texts share some.</summary>
    private static Arbitrary<string> TableText() =>
        Gen.Elements("x", "b", "c", "d").ArrayOf().Select(words => string.Join(' ', words)).ToArbitrary();

    private static SpeechScore Score(string said, string heard) =>
        SpeechScore.Of(ScoredText.Of(TimedWord.Split(said), "en"), ScoredText.Of(TimedWord.Split(heard), "en"));
}
