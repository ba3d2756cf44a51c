using PaperLedge.Benchmarks.Scoring;

namespace PaperLedge.Tests.Bench;

public sealed class ScoredTextTests
{
    [Theory]
    [InlineData("It's Codd's Paper!", "its codds paper")]
    [InlineData("the nineteen-sixties", "the 1960s")]
    [InlineData("in nineteen forty-eight", "in 1948,")]
    [InlineData("two thousand three", "2003")]
    [InlineData("two thousand and three", "2003")]
    [InlineData("nineteen oh five", "1905")]
    [InlineData("nineteen hundred", "1900")]
    [InlineData("twenty seventeen", "2017")]
    [InlineData("a thousand machines", "1,000 machines")]
    [InlineData("one thousand nine hundred forty-eight", "1,948")]
    [InlineData("one hundred and twenty-eight bit", "128-bit")]
    [InlineData("three hundred terabytes", "300 terabytes")]
    [InlineData("ninety-nine point nine percent", "99.9%")]
    [InlineData("ninety-nine per cent", "99%")]
    [InlineData("the sixty-fourth", "the 64th")]
    [InlineData("the twelfth and the twentieth", "the 12th and the 20th")]
    [InlineData("the second", "the 2nd")]
    [InlineData("five dollars", "$5")]
    [InlineData("MD five", "MD5")]
    [InlineData("mister Dashwood", "Mr. Dashwood")]
    [InlineData("the US law", "the U.S. law")]
    [InlineData("two million, three thousand and five", "2,003,005")]
    public void A_number_or_an_abbreviation_is_what_is_spoken(string one, string other) => Assert.Equal(Keys(one, "en"), Keys(other, "en"));

    [Theory]
    [InlineData("1948", "1,948")]
    [InlineData("salt and two", "salt two")]
    [InlineData("a tree", "one tree")]
    [InlineData("Edgar F. Codd", "Edgar Codd")]
    public void What_is_spoken_differently_stays_different(string one, string other) => Assert.NotEqual(Keys(one, "en"), Keys(other, "en"));

    [Theory]
    [InlineData("de", "Im Jahr 1948", "im jahr 1948")]
    [InlineData("hi", "सूचना नहीं है।", "सूचना नहीं है")]
    public void Other_languages_keep_their_digits_and_their_vowel_signs(string language, string text, string keys) =>
        Assert.Equal(keys.Normalize(System.Text.NormalizationForm.FormKC).Split(' '), Keys(text, language));

    [Theory]
    [InlineData("one. two", PauseMark.Stop)]
    [InlineData("one? two", PauseMark.Stop)]
    [InlineData("one.\" two", PauseMark.Stop)]
    [InlineData("one: two", PauseMark.Joint)]
    [InlineData("one — two", PauseMark.Joint)]
    [InlineData("one, two", PauseMark.None)]
    [InlineData("Mr. two", PauseMark.None)]
    [InlineData("F. two", PauseMark.None)]
    internal void The_mark_behind_a_word_belongs_to_it(string text, PauseMark mark) =>
        Assert.Equal([mark, PauseMark.None], ScoredText.Of(TimedWord.Split(text), "en").Select(word => word.Mark));

    [Fact]
    public void A_word_of_several_parts_starts_with_the_first_and_ends_with_the_last()
    {
        var words = ScoredText.Of([new("twenty-eight.", 1.5)], "en");

        Assert.Equal([new ScoredWord("twenty", PauseMark.None, 1.5), new("eight", PauseMark.Stop, null)], words);
    }

    [Theory]
    [InlineData("a timestamp here", "a time stamp here", "a timestamp here")]
    [InlineData("a time stamp here", "a timestamp here", "a time stamp here")]
    [InlineData("a time stamp and a timestamp", "a time stamp and a timestamp", "a time stamp and a timestamp")]
    [InlineData("a word here", "a time stamp here", "a time stamp here")]
    public void A_compound_is_spelled_as_the_reference_spells_it(string said, string heard, string spelled)
    {
        var words = ScoredText.AsSpelled(ScoredText.Of(TimedWord.Split(heard), "en"), ScoredText.Of(TimedWord.Split(said), "en"));

        Assert.Equal(spelled.Split(' '), words.Select(word => word.Key));
    }

    private static IEnumerable<string> Keys(string text, string language) =>
        ScoredText.Of(TimedWord.Split(text), language).Select(word => word.Key);
}
