using Microsoft.ML.OnnxRuntime;
using PaperLedge.Speech.Windows;

namespace PaperLedge.Tests.Speech.Windows;

public sealed class SpeechDetectorTests
{
    private const int Context = 64;

    private static readonly float[] s_samples =
        [.. TestFiles.Reading().Chunk(SpeechDetector.FrameSamples).SkipLast(1).SelectMany(frame => frame)];
    private static readonly SpeechDetector s_detector = new();

    [Fact]
    public void It_says_what_ONNX_Runtime_says()
    {
        var expected = AskOnnxRuntime(s_samples);

        var actual = s_detector.Begin().Next(s_samples);

        Assert.True(expected.Max() > 0.9f && expected.Min() < 0.1f);
        Assert.All(actual.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 0.03f));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void Frames_may_come_in_any_number(int framesAtOnce)
    {
        var stream = s_detector.Begin();

        var parts = s_samples.Chunk(framesAtOnce * SpeechDetector.FrameSamples).SelectMany(part => stream.Next(part));

        Assert.Equal(s_detector.Begin().Next(s_samples), parts);
    }

    private static float[] AskOnnxRuntime(float[] samples)
    {
        using var session = new InferenceSession(SpeechDetector.FilePath);
        var frames = samples.Length / SpeechDetector.FrameSamples;
        var input = new float[frames * (Context + SpeechDetector.FrameSamples)];
        var before = new float[Context].Concat(samples).ToArray();
        for (var frame = 0; frame < frames; frame++)
        {
            before.AsSpan(frame * SpeechDetector.FrameSamples, Context + SpeechDetector.FrameSamples)
                .CopyTo(input.AsSpan(frame * (Context + SpeechDetector.FrameSamples)));
        }

        using var run = new RunOptions();
        using var x = OrtValue.CreateTensorValueFromMemory(input, [frames, Context + SpeechDetector.FrameSamples]);
        using var h = OrtValue.CreateTensorValueFromMemory(new float[128], [1, 1, 128]);
        using var c = OrtValue.CreateTensorValueFromMemory(new float[128], [1, 1, 128]);
        using var outputs = session.Run(run, ["input", "h", "c"], [x, h, c], ["speech_probs"]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
