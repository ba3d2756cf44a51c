using PaperLedge.Speech.Decoding;
using PaperLedge.Speech.Ggml;
using PaperLedge.Speech.Windows;

namespace PaperLedge.Tests.Speech.Decoding;

public class LogitRulesTests
{
    private static readonly SpecialTokens s_tokens = SpecialTokens.InFile(51864).Compact(10);
    private static readonly LogitRules s_rules = new(s_tokens, new(Enumerable.Range(0, 10).Select(token => new[] { (byte)('a' + token) })));

    private static int End => s_tokens.EndOfText;

    private static int At(double seconds) => s_tokens.FirstTimestamp + (int)Math.Round(seconds / 0.02);

    [Fact]
    public void A_window_begins_with_a_timestamp_of_its_first_second()
    {
        var allowed = Allowed([]);
        Assert.Equal([.. Enumerable.Range(s_tokens.FirstTimestamp, 51)], allowed);
    }

    [Fact]
    public void After_the_first_timestamp_comes_text_or_the_end() =>
        Assert.Equal([.. Enumerable.Range(0, 10), End], Allowed([At(0)]));

    [Fact]
    public void Within_text_anything_may_come_but_marks_and_past_timestamps()
    {
        // Text is made likelier than all timestamps together, or they would win.
        var allowed = Allowed([At(4), 3, 5], (3, 20));
        Assert.Equal([.. Enumerable.Range(0, 10), End, .. Enumerable.Range(At(4) + 1, 1500 - 200)], allowed);
    }

    [Fact]
    public void After_a_segments_end_comes_its_pair_or_the_end()
    {
        var allowed = Allowed([At(0), 3, At(2)], (End, 20));
        Assert.Equal([End, .. Enumerable.Range(At(2), 1501 - 100)], allowed);
    }

    [Fact]
    public void After_a_pair_comes_text_or_the_end() =>
        Assert.Equal([.. Enumerable.Range(0, 10), End], Allowed([At(0), 3, At(2), At(2)]));

    [Fact]
    public void Timestamps_that_are_likelier_together_than_the_best_text_win()
    {
        // 1,501 timestamps at 0 weigh e^7.3; text at 7 loses, text at 8 wins.
        Assert.All(Allowed([At(0), 3], (4, 7)), id => Assert.True(s_tokens.IsTimestamp(id)));
        Assert.Contains(4, Allowed([At(0), 3], (4, 8)));
    }

    [Fact]
    public void After_the_windows_last_timestamp_no_other_can_come() =>
        Assert.Equal([.. Enumerable.Range(0, 10), End], Allowed([At(0), 3, At(30), At(30), 4]));

    [Theory]
    [InlineData("[", false)]
    [InlineData(" (", false)]
    [InlineData(" *laughs", false)]
    [InlineData("\u266a", false)]
    [InlineData(" \u266b", false)]
    [InlineData(" >>", false)]
    [InlineData(" -", false)]
    [InlineData("-", true)]
    [InlineData("'s", true)]
    [InlineData(" \"", true)]
    [InlineData(":", true)]
    [InlineData(" music", true)]
    public void What_captions_are_marked_with_is_never_written(string text, bool isAllowed)
    {
        var tokens = SpecialTokens.InFile(51864).Compact(2);
        var logits = new float[tokens.Count];
        logits[0] = 20;
        new LogitRules(tokens, new([System.Text.Encoding.UTF8.GetBytes(text), "a"u8.ToArray()])).Apply(logits, [tokens.FirstTimestamp, 1]);
        Assert.Equal(isAllowed, !float.IsNegativeInfinity(logits[0]));
    }

    [Theory]
    [InlineData(2, 6, false)]
    [InlineData(4, 6, false)]
    [InlineData(5.6, 6, true)]
    [InlineData(8, 6, true)]
    public void A_window_does_not_end_while_somebody_still_speaks(double last, double spokenUntil, bool mayEnd)
    {
        var window = AudioWindow.Whole(0, new float[10 * 16_000]) with { Voiced = [(0, (int)(spokenUntil * 16_000))] };
        var prompt = new WindowPrompt(s_tokens, [], 0, Translate: false, window);
        var logits = new float[s_tokens.Count];
        logits[End] = 20;
        s_rules.Apply(logits, [At(0), 3, At(last)], prompt);
        Assert.Equal(mayEnd, !float.IsNegativeInfinity(logits[End]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whatever_the_model_says_timestamps_rise_and_come_in_pairs(int seed)
    {
        var random = new Random(seed);
        var sampled = new List<int>();
        for (var step = 0; step < 220; step++)
        {
            var logits = new float[s_tokens.Count];
            for (var id = 0; id < logits.Length; id++)
            {
                logits[id] = (random.NextSingle() * 12) + (s_tokens.IsTimestamp(id) ? 0 : 5);
            }

            logits[End] = float.NegativeInfinity;
            s_rules.Apply(logits, [.. sampled]);
            sampled.Add(LogProbabilities.Sample(logits, 0, random));
            if (sampled[^1] == At(30))
            {
                break;
            }
        }

        var times = sampled.Where(s_tokens.IsTimestamp).ToArray();
        Assert.True(times.Length > 4);
        Assert.Equal(times.Order(), times);
        Assert.DoesNotContain(sampled, id => id > End && !s_tokens.IsTimestamp(id));
        for (var i = 1; i < sampled.Count - 1; i++)
        {
            // No timestamp within stands alone.
            Assert.True(!s_tokens.IsTimestamp(sampled[i]) || s_tokens.IsTimestamp(sampled[i - 1]) || s_tokens.IsTimestamp(sampled[i + 1]));
        }
    }

    [Fact]
    public void Likelihoods_survive_tokens_that_are_forbidden()
    {
        Assert.Equal(Math.Log(2), LogProbabilities.LogSumExp([0, float.NegativeInfinity, 0]), 1e-6);
        Assert.Equal(1000 + Math.Log(3), LogProbabilities.LogSumExp([1000, 1000, 1000]), 1e-4);
        Assert.Equal(double.NegativeInfinity, LogProbabilities.LogSumExp([float.NegativeInfinity]));
    }

    [Fact]
    public void Drawing_follows_the_probabilities_and_never_takes_what_is_forbidden()
    {
        var random = new Random(1);
        float[] logits = [MathF.Log(3), float.NegativeInfinity, 0];
        var drawn = Enumerable.Range(0, 4000).Select(_ => LogProbabilities.Sample(logits, 1, random)).CountBy(id => id).ToDictionary();
        Assert.Equal(0.75, drawn[0] / 4000d, 0.03);
        Assert.False(drawn.ContainsKey(1));
        Assert.Equal(0, LogProbabilities.Sample(logits, 0, random));
    }

    private static int[] Allowed(int[] sampled, params (int Id, float Logit)[] raised)
    {
        var logits = new float[s_tokens.Count];
        foreach (var (id, logit) in raised)
        {
            logits[id] = logit;
        }

        s_rules.Apply(logits, sampled);
        return [.. Enumerable.Range(0, logits.Length).Where(id => !float.IsNegativeInfinity(logits[id]))];
    }
}
