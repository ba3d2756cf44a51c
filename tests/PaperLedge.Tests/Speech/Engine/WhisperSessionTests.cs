using Microsoft.ML.OnnxRuntime;
using PaperLedge.Speech.Audio;
using PaperLedge.Speech.Decoding;
using PaperLedge.Speech.Engine;
using PaperLedge.Speech.Engine.Attention;
using PaperLedge.Speech.Ggml;
using PaperLedge.Tests.Speech.Ggml;

namespace PaperLedge.Tests.Speech.Engine;

public sealed class WhisperSessionTests : IDisposable
{
    private static readonly Reference s_reference = Reference.Load();
    private static readonly byte[] s_model = TinyModel.Write().Bytes;

    private readonly WhisperSession _session = Open(isEightBit: false);
    private readonly RunOptions _run = new();
    private readonly float[] _mel = new float[80 * WhisperDimensions.MelFrames];

    public WhisperSessionTests()
    {
        using var file = GgmlFile.Open(new MemoryStream(s_model), "tiny.bin");
        new LogMelSpectrogram(file.Header.Filters).Compute(TestFiles.Clip(), _mel);
    }

    [Fact]
    public void The_encoder_agrees_with_the_reference()
    {
        using var encoder = new EncoderStep(_session, new(1), new(Phase.Idle));
        _mel.CopyTo(encoder.Mel(WhisperDimensions.MelFrames));
        encoder.Run(new(_session.Dimensions), _run);
        var encoded = encoder.Encoded.ToArray();
        var tolerance = 3e-3 * s_reference.EncodedRootMeanSquare;
        Assert.All(s_reference.Encoded, point => Assert.Equal(point.Value, encoded[(point.Row * 64) + point.Column], tolerance));
    }

    [Fact]
    public void The_decoder_agrees_with_the_reference_step_by_step()
    {
        var logits = OneByOne(_session, Window(_session, _mel));
        Assert.Equal(s_reference.Top, logits.Select(step => Array.IndexOf(step, step.Max())));
        Assert.All(s_reference.Logits, point => Assert.Equal(point.Value, logits[point.Row][point.Column], 5e-3));
    }

    /// <summary>
    /// The model's weights are random, which is as hard as it gets for 8 bits: its logits' standard deviation is about 0.7.
    /// </summary>
    [Fact]
    public void Eight_bits_come_close_to_the_reference()
    {
        using var session = Open(isEightBit: true);
        var logits = OneByOne(session, Window(session, _mel));
        Assert.All(s_reference.Logits, point => Assert.Equal(point.Value, logits[point.Row][point.Column], 0.05));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Tokens_fed_at_once_give_exactly_what_they_give_one_by_one(bool isEightBit)
    {
        using var session = Open(isEightBit);
        var window = Window(session, _mel);
        var step = new DecoderStep(session, new(Phase.Idle));
        var text = new TextCache(session.Dimensions, window);
        step.Run([.. s_reference.Tokens.Select(token => new StepToken(text, token, WantsLogits: true))]);
        var oneByOne = OneByOne(session, window);
        Assert.All(Enumerable.Range(0, oneByOne.Count), i => Assert.Equal(oneByOne[i], step.Logits(i).ToArray()));
    }

    [Fact]
    public void A_text_does_not_notice_the_texts_beside_it()
    {
        var (window, other) = (Window(_session, _mel), Window(_session, new float[_mel.Length]));
        var alone = OneByOne(_session, window);
        var step = new DecoderStep(_session, new(Phase.Idle));
        var (before, text, after) = (Text(other), Text(window), Text(other));
        for (var i = 0; i < alone.Count; i++)
        {
            var token = s_reference.Tokens[i];
            step.Run(
                [new(before, token, WantsLogits: i % 2 == 0), new(text, token, WantsLogits: true), new(after, token, WantsLogits: false)]);
            Assert.Equal(alone[i], step.Logits(i % 2 == 0 ? 1 : 0).ToArray());
        }
    }

    [Fact]
    public void A_copied_text_goes_on_as_the_first_one_would()
    {
        var window = Window(_session, _mel);
        var alone = OneByOne(_session, window);
        var step = new DecoderStep(_session, new(Phase.Idle));
        var (first, copy) = (Text(window), Text(window));
        step.Run([new(first, s_reference.Tokens[0], WantsLogits: false)]);
        copy.CopyFrom(first);
        step.Run([new(first, s_reference.Tokens[2], WantsLogits: false)]);
        step.Run([new(copy, s_reference.Tokens[1], WantsLogits: true)]);
        Assert.Equal(alone[1], step.Logits(0).ToArray());
    }

    [Fact]
    public void A_cache_that_held_another_window_holds_the_next_one_as_well()
    {
        var cache = Window(_session, _mel);
        var alone = OneByOne(_session, cache);
        Fill(_session, cache, new float[80 * 1000]);
        Assert.Equal(500, cache.Positions);
        Fill(_session, cache, _mel);
        Assert.Equal(alone[^1], OneByOne(_session, cache)[^1]);
    }

    [Fact]
    public void A_text_longer_than_the_models_context_is_refused()
    {
        var text = Text(Window(_session, _mel));
        for (var i = 0; i < WhisperDimensions.TextContext; i++)
        {
            Assert.Equal(i, text.Advance());
        }

        Assert.Throws<InvalidOperationException>(() => text.Advance());
    }

    [Theory]
    [InlineData(1500)]
    [InlineData(400)]
    public void A_text_keeps_what_its_alignment_heads_asked_at_each_token(int positions)
    {
        var window = Window(_session, _mel);
        var step = new DecoderStep(_session, new(Phase.Idle));
        var text = Text(window);
        step.Run([.. s_reference.Tokens.Select(token => new StepToken(text, token, WantsLogits: false))]);
        Assert.Equal(s_reference.Tokens.Length, text.Asked.Count);
        var size = _session.Dimensions.TextState / _session.Dimensions.TextHeads;
        var weights = new float[positions];
        for (var i = 0; i < _session.AlignmentHeads.Length; i++)
        {
            var (layer, head) = _session.AlignmentHeads[i];
            foreach (var asked in text.Asked)
            {
                window.Weigh(layer, head, asked.AsSpan(i * size, size), weights);
                Assert.All(weights, weight => Assert.InRange(weight, 0, 1));
                Assert.InRange(weights.Sum(), positions == 1500 ? 0.9999 : 0.01, 1.0001);
            }
        }
    }

    public void Dispose()
    {
        _run.Dispose();
        _session.Dispose();
    }

    private static WhisperSession Open(bool isEightBit)
    {
        using var file = GgmlFile.Open(new MemoryStream(s_model), "tiny.bin");
        return new(file, isEightBit);
    }

    private TextCache Text(CrossCache window) => new(_session.Dimensions, window);

    private CrossCache Window(WhisperSession session, float[] mel)
    {
        var cache = new CrossCache(session.Dimensions);
        Fill(session, cache, mel);
        return cache;
    }

    private void Fill(WhisperSession session, CrossCache cache, float[] mel)
    {
        using var encoder = new EncoderStep(session, new(1), new(Phase.Idle));
        mel.CopyTo(encoder.Mel(mel.Length / 80));
        encoder.Run(cache, _run);
    }

    private static List<float[]> OneByOne(WhisperSession session, CrossCache window)
    {
        var step = new DecoderStep(session, new(Phase.Idle));
        var text = new TextCache(session.Dimensions, window);
        var steps = new List<float[]>();
        foreach (var token in s_reference.Tokens)
        {
            step.Run([new(text, token, WantsLogits: true)]);
            steps.Add(step.Logits(0).ToArray());
        }

        return steps;
    }
}
