using Microsoft.ML.OnnxRuntime;
using PaperLedge.Tests.Whisper.Models;
using PaperLedge.Whisper.Audio;
using PaperLedge.Whisper.Graph;
using PaperLedge.Whisper.Models;

namespace PaperLedge.Tests.Whisper.Graph;

public sealed class WhisperSessionTests : IDisposable
{
    private static readonly Reference s_reference = Reference.Load();
    private static readonly byte[] s_model = TinyModel.Write().Bytes;

    private readonly WhisperSession _session;
    private readonly RunOptions _run = new();
    private readonly float[] _mel;

    public WhisperSessionTests()
    {
        using var file = GgmlFile.Open(new MemoryStream(s_model), "tiny.bin");
        _session = new(file, threads: 1);
        _mel = new float[80 * WhisperDimensions.MelFrames];
        new LogMelSpectrogram(file.Header.Filters).Compute(TestFiles.Clip(), _mel);
    }

    [Fact]
    public void The_encoder_agrees_with_the_reference()
    {
        var encoded = _session.EncodeOnly(_mel, 1);
        var tolerance = 1e-3 * s_reference.EncodedRootMeanSquare;
        Assert.All(s_reference.Encoded, point => Assert.Equal(point.Value, encoded[(point.Row * 64) + point.Column], tolerance));
    }

    [Fact]
    public void The_decoder_agrees_with_the_reference_step_by_step()
    {
        using var windows = _session.Encode(_mel, 1, _run);
        var logits = Steps(windows, rows: 1);
        Assert.Equal(s_reference.Top, logits.Select(step => Array.IndexOf(step, step.Max())));
        Assert.All(s_reference.Logits, point => Assert.Equal(point.Value, logits[point.Row][point.Column], 1e-3));
    }

    [Fact]
    public void Tokens_fed_at_once_give_what_they_give_one_by_one()
    {
        using var windows = _session.Encode(_mel, 1, _run);
        using var state = _session.Start(1);
        using var logits = _session.Step(windows, state, [.. s_reference.Tokens.Select(id => (long)id)], _run);
        AssertClose(Steps(windows, rows: 1)[^1], logits.GetTensorDataAsSpan<float>().ToArray());
    }

    [Fact]
    public void A_row_does_not_notice_the_rows_beside_it()
    {
        var other = new float[_mel.Length];
        using var alone = _session.Encode(_mel, 1, _run);
        using var beside = _session.Encode((float[])[.. other, .. _mel, .. other], 3, _run);
        AssertClose(Steps(alone, rows: 1)[^1], Steps(beside, rows: 3)[^1][_session.Tokens.Count..(2 * _session.Tokens.Count)]);
    }

    [Fact]
    public void Rows_that_are_kept_go_on_as_before()
    {
        var other = new float[_mel.Length];
        using var windows = _session.Encode((float[])[.. other, .. _mel], 2, _run);
        using var state = _session.Start(2);
        _session.Step(windows, state, [s_reference.Tokens[0], s_reference.Tokens[0]], _run).Dispose();
        state.Keep([1]);
        using var kept = windows.Select([1]);
        using var logits = _session.Step(kept, state, [s_reference.Tokens[1]], _run);

        using var alone = _session.Encode(_mel, 1, _run);
        AssertClose(Steps(alone, rows: 1)[1], logits.GetTensorDataAsSpan<float>().ToArray());
    }

    [Fact]
    public void A_shorter_window_is_a_window_of_its_own_length()
    {
        var mel = new float[80 * 1000];
        using var windows = _session.Encode(mel, 1, _run);
        Assert.Equal([1, 2, 500, 32], windows.Cross[0].GetTensorTypeAndShape().Shape);
    }

    [Fact]
    public void Several_tokens_in_the_middle_are_refused()
    {
        using var windows = _session.Encode(_mel, 1, _run);
        using var state = _session.Start(1);
        _session.Step(windows, state, [1], _run).Dispose();
        Assert.Throws<InvalidOperationException>(() => _session.Step(windows, state, [1, 2], _run));
    }

    public void Dispose()
    {
        _run.Dispose();
        _session.Dispose();
    }

    private List<float[]> Steps(EncodedWindows windows, int rows)
    {
        using var state = _session.Start(rows);
        var steps = new List<float[]>();
        foreach (var token in s_reference.Tokens)
        {
            using var logits = _session.Step(windows, state, [.. Enumerable.Repeat((long)token, rows)], _run);
            steps.Add(logits.GetTensorDataAsSpan<float>().ToArray());
        }

        return steps;
    }

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-3f);
        }
    }
}
