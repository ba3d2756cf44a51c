using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;
using PaperLedge.Speech.Decoding;
using PaperLedge.Speech.Engine;
using PaperLedge.Speech.Engine.Attention;
using PaperLedge.Speech.Ggml;
using PaperLedge.TestSupport;

namespace PaperLedge.Tests.Speech.Ggml;

/// <summary>A few thousand damaged files; in a soak, 200,000.</summary>
[Trait("Proof", "long")]
public class ModelFuzzTests(ITestOutputHelper output)
{
    /// <summary>Of those that the reader lets pass, one in so many reads a second of sound: that takes a tenth of a second.</summary>
    private const int LoadEvery = 40;

    /// <summary>Header, filters, vocabulary and index of the tiny model come to some 200 KB.</summary>
    private const long MaxAllocated = 4 << 20;

    private static readonly int s_inputs = Soak.IsOn ? 200_000 : 4_000;

    [Fact]
    public void A_damaged_file_is_refused_with_the_reason_or_can_be_used()
    {
        var mutator = new ModelMutator(seed: 20261126);
        var (refused, passed, loaded) = (0, 0, 0);
        var (slowest, most) = (TimeSpan.Zero, 0L);
        for (var i = 0; i < s_inputs; i++)
        {
            mutator.Next(stream =>
            {
                var (start, before) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
                try
                {
                    using var file = GgmlFile.Open(stream, "damaged.bin");
                    passed++;
                    Measure();
                    if (passed % LoadEvery == 0)
                    {
                        Run(file, isEightBit: passed % (2 * LoadEvery) == 0);
                        loaded++;
                    }
                }
                catch (ModelFormatException e)
                {
                    refused++;
                    Measure();
                    Assert.Equal("damaged.bin", e.File);
                    Assert.NotEmpty(e.Reason);
                }

                void Measure()
                {
                    var took = Stopwatch.GetElapsedTime(start);
                    slowest = took > slowest ? took : slowest;
                    most = Math.Max(most, GC.GetAllocatedBytesForCurrentThread() - before);
                }
            });
        }

        output.WriteLine(
            $"{s_inputs} inputs: {refused} refused, {passed} read, {loaded} of these run; " +
            $"at most {slowest.TotalMilliseconds:0} ms and {most >> 10} KiB to read one.");
        Assert.True(refused > s_inputs / 2, "The damage is too small to tell anything.");
        Assert.True(loaded > 0, "No damaged file was harmless enough to be run.");
        Assert.InRange(most, 1, MaxAllocated);
        Assert.True(slowest < TimeSpan.FromMinutes(1), $"One took {slowest}.");
    }

    private static void Run(GgmlFile file, bool isEightBit)
    {
        using var model = new LoadedModel(file, "damaged", isEightBit);
        using var run = new RunOptions();
        var decoder = new DecoderStep(model.Session, new(Phase.Idle));
        using var encoder = new WindowEncoder(model, new(1), new(Phase.Idle));
        var text = new TextCache(model.Session.Dimensions, encoder.Encode(new float[16_000], run));
        decoder.Run([new(text, model.Tokens.StartOfTranscript, WantsLogits: true)]);
        model.Rules.Apply(decoder.Logits(0), []);
    }
}
