using PaperLedge.Speech.Audio;
using PaperLedge.Speech.Decoding;
using PaperLedge.Speech.Engine;
using PaperLedge.Speech.Ggml;
using PaperLedge.Speech.Windows;
using PaperLedge.Tests.Speech.Ggml;

namespace PaperLedge.Tests.Speech.Decoding;

/// <summary>Searches over a small random model: what they must keep to whatever the model says.</summary>
public sealed class SearchTests : IDisposable
{
    private readonly LoadedModel _model;
    private readonly Microsoft.ML.OnnxRuntime.RunOptions _run = new();

    public SearchTests()
    {
        using var file = GgmlFile.Open(new MemoryStream(TinyModel.Write(TinyModel.Multilingual).Bytes), "tiny.bin");
        _model = new(file, "tiny", isEightBit: false);
    }

    [Fact]
    public void A_beam_finds_a_text_at_least_as_likely_as_the_greedy_one()
    {
        var greedy = Decode(new(), TestFiles.Clip());
        var beam = Decode(new(BeamSize: 5), TestFiles.Clip());
        Assert.True(
            beam.AverageLogProbability >= greedy.AverageLogProbability - 0.02,
            $"{beam.AverageLogProbability} {greedy.AverageLogProbability}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Timestamps_never_decrease_and_marks_never_appear(int beam)
    {
        var decoded = Decode(new(BeamSize: beam), TestFiles.Clip());
        var tokens = _model.Tokens;
        var times = decoded.Tokens.Where(tokens.IsTimestamp).ToArray();
        Assert.Equal(times.Order(), times);
        Assert.All(decoded.Tokens, token => Assert.True(tokens.IsText(token) || tokens.IsTimestamp(token)));
        Assert.Equal(decoded.Tokens.Count, decoded.LogProbabilities.Count);
        Assert.InRange(decoded.Tokens.Count, 1, WhisperDimensions.MaxNewTokens);
    }

    [Fact]
    public void The_same_audio_gives_the_same_text_each_time() =>
        Assert.Equal(Decode(new(BestOf: 3), TestFiles.Clip()).Tokens, Decode(new(BestOf: 3), TestFiles.Clip()).Tokens);

    public void Dispose()
    {
        _run.Dispose();
        _model.Dispose();
    }

    private DecodedWindow Decode(SearchOptions options, float[] samples)
    {
        var prompt = new WindowPrompt(_model.Tokens, [1, 2, 3], Language: 2, Translate: true, Window: null);
        using var encoder = new WindowEncoder(_model, new(1), new(Phase.Idle));
        var decoding = new WindowDecoding(
            new(0, AudioWindow.Whole(0, samples.AsMemory(0, Math.Min(samples.Length, LogMelSpectrogram.WindowSamples)))),
            encoder.Encode(samples, _run),
            _model,
            prompt,
            options,
            []);
        var decoder = new DecoderStep(_model.Session, new(Phase.Idle));
        var step = new List<StepToken>();
        while (!decoding.IsDone)
        {
            step.Clear();
            decoding.Feed(step);
            decoder.Run(step);
            decoding.Accept(decoder.From(0));
        }

        return decoding.Decoded!;
    }
}
