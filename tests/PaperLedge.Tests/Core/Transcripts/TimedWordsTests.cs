using PaperLedge.Core.Transcripts;

namespace PaperLedge.Tests.Core.Transcripts;

public sealed class TimedWordsTests
{
    [Theory]
    [InlineData("One two.", "One|two.", "0 4")]
    [InlineData("今日は GPT で", "今日|は|GPT|で", "0 2 4 8")]
    [InlineData("One two.", "One|two", null)]
    [InlineData("One two.", "One", null)]
    [InlineData("One  two.", "One|two.", null)]
    [InlineData("One", "One|two", null)]
    [InlineData(" One", "One", null)]
    [InlineData("", "", null)]
    public void Words_are_found_in_the_text_that_they_give(string text, string words, string? places) =>
        Assert.Equal(places, TimedWords.Places(text, Words(words)) is { } found ? string.Join(' ', found) : null);

    [Theory]
    [InlineData("He came. Then he", 0, "He|came", "He came")]
    [InlineData("He came. Then he", 2, "then|he", "then he")]
    [InlineData("今日は GPT で", 0, "今日|は", "今日は")]
    [InlineData("今日は GPT で", 1, "は|GPT", "は GPT")]
    public void A_stretch_of_words_is_spaced_as_its_segment_is(string text, int from, string words, string expected)
    {
        var segment = Samples.Said(0, 1, text) with { Words = [.. WordBreaks.Of(text).SelectMany(word => Words(word.Text))] };

        Assert.Equal(expected, TimedWords.TextOf(segment, from, Words(words)));
    }

    private static List<Word> Words(string words) => [.. words.Split('|').Select(word => new Word(TimeSpan.Zero, TimeSpan.Zero, word, 1))];
}
