using PaperLedge.Speech.Decoding;
using PaperLedge.Speech.Ggml;
using PaperLedge.Speech.Windows;

namespace PaperLedge.Tests.Speech.Decoding;

public class WindowReaderTests
{
    private static readonly SpecialTokens s_tokens = SpecialTokens.InFile(51864).Compact(10);
    private static readonly AudioWindow s_window = AudioWindow.Whole(0, new float[10 * 16_000]);

    [Theory]
    [InlineData("0.0 a 2.0 | end", "0-2", null)]
    [InlineData("0.0 a 2.0 2.4 b 5.0 | end", "0-2 2.4-5", null)]
    [InlineData("0.0 a 2.0 2.4 | end", "0-2", 2.0)]
    [InlineData("0.0 a 2.0 2.4 b | end", "0-2 2.4-10", null)]
    [InlineData("0.0 a 2.0 2.4 b | full", "0-2", 2.0)]
    [InlineData("0.0 a 0.4 0.4 b | full", "0-0.4 0.4-10", null)]
    [InlineData("0.0 a | end", "0-10", null)]
    [InlineData("0.0 a | full", "0-10", null)]
    [InlineData("0.0 | end", "", null)]
    [InlineData("", "", null)]
    [InlineData("0.0 a 29.0 | end", "0-10", null)]
    [InlineData("0.0 a 10.0 10.0 | end", "0-10", null)]
    public void Tokens_of_a_window_of_ten_seconds_become_parts(string script, string parts, double? resume)
    {
        var reading = WindowReader.Read(Decoded(script), s_window, s_tokens);
        Assert.Equal(
            parts,
            string.Join(' ', reading.Parts.Select(part => $"{part.Start.TotalSeconds:0.#}-{part.End.TotalSeconds:0.#}")));
        Assert.Equal(resume, reading.Rest is null ? null : (10 - reading.Rest.Duration.TotalSeconds));
        Assert.All(reading.Parts, part => Assert.NotEmpty(part.Tokens));
    }

    [Fact]
    public void A_loop_is_kept_once_and_recognition_goes_on_before_it()
    {
        var decoded = Decoded("0.0 a b 2.0 2.0 " + string.Concat(Enumerable.Repeat("c d e ", 4)));
        Assert.True(decoded.IsLooping);
        Assert.Equal(8, decoded.Tokens.Count);
        Assert.Equal(8, WindowReader.Read(decoded, s_window, s_tokens).Rest?.Duration.TotalSeconds);
    }

    private static DecodedWindow Decoded(string script)
    {
        var window = new DecodedWindow { NoSpeechProbability = 0 };
        foreach (var word in script.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            int? token = word switch
            {
                "|" or "full" => null,
                "end" => s_tokens.EndOfText,
                _ when char.IsAsciiDigit(word[0]) =>
                    s_tokens.FirstTimestamp + (int)Math.Round(double.Parse(word, System.Globalization.CultureInfo.InvariantCulture) / 0.02),
                _ => word[0] - 'a',
            };
            if (token is { } id)
            {
                window.Add(id, -0.1, s_tokens);
            }
        }

        return window;
    }
}
