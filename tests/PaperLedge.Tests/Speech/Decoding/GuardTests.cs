using PaperLedge.Core.Transcripts;
using PaperLedge.Speech.Decoding;
using PaperLedge.Speech.Engine;
using PaperLedge.Speech.Ggml;
using PaperLedge.Speech.Windows;
using PaperLedge.Tests.Speech.Ggml;

namespace PaperLedge.Tests.Speech.Decoding;

/// <summary>
/// Every guard, driven by logits that a script makes up: models that may never do wrong at the right moment prove nothing.
/// A script is asked, for each attempt, what should follow the tokens so far, and how sure the model is of it.
/// </summary>
public sealed class GuardTests : IDisposable
{
    private static readonly AudioWindow s_window = AudioWindow.Whole(0, new float[10 * 16_000]) with { Voiced = [(0, 2 * 16_000)] };

    private readonly LoadedModel _model;
    private readonly SpecialTokens _tokens;
    private readonly LinesLogger<OnnxLog> _log = new();

    public GuardTests()
    {
        using var file = GgmlFile.Open(new MemoryStream(TinyModel.Write().Bytes), "tiny.bin");
        _model = new(file, "tiny", isEightBit: false);
        _tokens = _model.Tokens;
    }

    [Fact]
    public void A_sure_text_is_taken_at_once()
    {
        var (decoded, attempts) = Decode((_, place) => (Sentence(place), 12));
        Assert.Equal(1, attempts);
        Assert.Equal([Time(0), 'H', 'i', Time(2)], decoded.Tokens);
        Assert.Equal("Hi", Assert.Single(Segments(decoded)).Text);
    }

    [Fact]
    public void A_loop_is_decoded_again_hotter_until_it_is_none()
    {
        var (decoded, attempts) = Decode((attempt, place) => attempt < 3 ? (Loop(place), 12) : (Sentence(place), 60));
        Assert.Equal(4, attempts);
        Assert.Equal("Hi", Assert.Single(Segments(decoded)).Text);
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public void A_loop_that_never_ends_is_kept_once_and_marked_in_the_log()
    {
        var (decoded, attempts) = Decode((_, place) => (Loop(place), 60));
        Assert.Equal(6, attempts);
        Assert.True(decoded.IsLooping);
        Assert.Equal("and", Assert.Single(Segments(decoded)).Text);
        Assert.Contains("repeated itself", Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void An_unsure_text_is_tried_hotter()
    {
        var (decoded, attempts) = Decode((attempt, place) => (Sentence(place), attempt < 2 ? 2 : 60));
        Assert.Equal(3, attempts);
        Assert.InRange(decoded.AverageLogProbability, -1, 0);
    }

    [Fact]
    public void An_unsure_text_where_the_model_hears_no_speech_is_silence()
    {
        var (decoded, attempts) = Decode((_, place) => place < 0 ? (_tokens.NoSpeech, 20) : (Sentence(place), 2));
        Assert.Equal(1, attempts);
        Assert.True(TemperatureLadder.IsSilence(decoded));
    }

    [Fact]
    public void A_sure_text_stands_though_the_model_hears_no_speech()
    {
        var (decoded, _) = Decode((_, place) => place < 0 ? (_tokens.NoSpeech, 20) : (Sentence(place), 12));
        Assert.Equal("Hi", Assert.Single(Segments(decoded)).Text);
    }

    [Theory]
    [InlineData("space")]
    [InlineData("end")]
    [InlineData("start")]
    [InlineData("task")]
    [InlineData("language")]
    [InlineData("late")]
    public void What_may_not_begin_a_window_never_does(string token)
    {
        var wanted = token switch
        {
            "space" => ' ',
            "end" => _tokens.EndOfText,
            "start" => _tokens.StartOfTranscript,
            "task" => _tokens.Transcribe,
            "language" => _tokens.FirstLanguage,
            _ => Time(5),
        };
        var (decoded, _) = Decode((_, place) => place == 0 ? (wanted, 30) : (Sentence(place), 60));
        Assert.NotEqual(wanted, decoded.Tokens[0]);
        Assert.True(_tokens.IsTimestamp(decoded.Tokens[0]));
        Assert.True(decoded.Tokens[0] <= Time(1));
    }

    [Fact]
    public void A_timestamp_never_runs_backwards_however_sure_the_model_is()
    {
        var (decoded, _) = Decode((_, place) => place switch
        {
            0 => (Time(1), 30),
            1 => ('H', 30),
            2 => (Time(0), 30),
            _ => (_tokens.EndOfText, 30),
        });
        var times = decoded.Tokens.Where(_tokens.IsTimestamp).ToArray();
        Assert.Equal(times.Order(), times);
    }

    [Fact]
    public void A_window_has_220_tokens_at_most()
    {
        var (decoded, _) = Decode((_, place) => place == 0 ? (Time(0), 30) : ('a' + ((place * place / 3) % 26), 30));
        Assert.False(decoded.IsEnded);
        Assert.Equal(WhisperDimensions.MaxNewTokens, decoded.Tokens.Count);
    }

    [Theory]
    [InlineData(4.9, 0)]
    [InlineData(5.1, 3)]
    public void Names_are_shown_before_enough_speech_and_not_at_high_temperatures(double voiced, int expected)
    {
        var window = s_window with { Voiced = [(0, (int)(voiced * 16_000))] };
        var prompt = new WindowPrompt(_tokens, ['A', 'd', 'a'], 0, Translate: false, window);
        var decoding = new WindowDecoding(new(0, window), new(_model.Session.Dimensions), _model, prompt, new(BestOf: 1), []);
        var shown = new List<int>();
        for (var step = new List<StepToken>(); !decoding.IsDone; step.Clear())
        {
            decoding.Feed(step);
            if (step.FindIndex(token => token.Token == _tokens.StartOfTranscript) is >= 0 and var start)
            {
                shown.Add(Math.Max(0, start - 1));
            }

            // Nothing is likelier than anything else, so no attempt is good.
            decoding.Accept(new(new float[_tokens.Count], _tokens.Count, 0));
        }

        Assert.Equal([expected, expected, expected, 0, 0, 0], shown);
    }

    public void Dispose() => _model.Dispose();

    private int Time(int seconds) => _tokens.FirstTimestamp + (seconds * 50);

    private int Sentence(int place) => place switch { 0 => Time(0), 1 => 'H', 2 => 'i', 3 => Time(2), _ => _tokens.EndOfText };

    private int Loop(int place) => place <= 0 ? Time(0) : " and"[(place - 1) % 4];

    /// <param name="script">
    /// Of attempt and place (−1 after the start token's own place: no-speech) the token and its logit; all others have 0.
    /// </param>
    private (DecodedWindow Decoded, int Attempts) Decode(Func<int, int, (int Token, float Logit)> script)
    {
        var decoding = new WindowDecoding(
            new(0, s_window),
            new(_model.Session.Dimensions),
            _model,
            new(_tokens, [], 0, Translate: false, s_window),
            new(BestOf: 1),
            []);
        var (attempt, place) = (-1, 0);
        for (var step = new List<StepToken>(); !decoding.IsDone; step.Clear())
        {
            decoding.Feed(step);
            (attempt, place) = step[0].Token == _tokens.StartOfTranscript ? (attempt + 1, 0) : (attempt, place + 1);
            var logits = new float[_tokens.Count];
            if (place == 0 && script(attempt, -1) is { Token: var mark, Logit: var logit } && mark == _tokens.NoSpeech)
            {
                logits[mark] = logit;
            }

            var (token, sure) = script(attempt, place);
            logits[token] = sure;
            decoding.Accept(new(logits, _tokens.Count, 0));
        }

        return (decoding.Decoded!, attempt + 1);
    }

    private List<Segment> Segments(DecodedWindow decoded)
    {
        var reading = WindowReader.Read(decoded, s_window, _tokens);
        return new SegmentWriter(_model.Vocabulary, _log).Read(decoded, s_window, reading, [], "en");
    }

    private sealed class OnnxLog;
}
