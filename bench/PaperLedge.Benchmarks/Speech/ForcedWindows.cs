using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;
using PaperLedge.Whisper.Attention;
using PaperLedge.Whisper.Decoding;

namespace PaperLedge.Benchmarks.Speech;

/// <summary>
/// Encodes windows and decodes a given number of tokens of each, on threads that each have windows of their own, as the engine
/// does. What random weights would say does not matter: each choice is made in full, and another token is fed.
/// </summary>
internal static class ForcedWindows
{
    /// <param name="samples">30 s.</param>
    /// <returns>Of the encoder and the decoder, milliseconds of wall time a window with every thread at work.</returns>
    public static (double Encode, double Decode) Time(LoadedModel model, float[] samples, int threads, int batch, int tokens)
    {
        using var run = new RunOptions();
        var (encode, decode) = (new TimeSpan[threads], new TimeSpan[threads]);
        var workers = Enumerable.Range(0, threads).Select(i => new Thread(() => Work(i))).ToList();
        workers.ForEach(worker => worker.Start());
        workers.ForEach(worker => worker.Join());
        return (encode.Max().TotalMilliseconds / (batch * threads), decode.Max().TotalMilliseconds / (batch * threads));

        void Work(int thread)
        {
            var encoder = new WindowEncoder(model);
            using var decoder = new DecoderStep(model.Session);
            Decode(decoder, [encoder.Encode(samples, run)], 2);

            var start = Stopwatch.GetTimestamp();
            var windows = Enumerable.Range(0, batch).Select(_ => encoder.Encode(samples, run)).ToArray();
            encode[thread] = Stopwatch.GetElapsedTime(start);
            start = Stopwatch.GetTimestamp();
            Decode(decoder, windows, tokens);
            decode[thread] = Stopwatch.GetElapsedTime(start);
        }

        void Decode(DecoderStep decoder, CrossCache[] windows, int count)
        {
            var texts = Array.ConvertAll(windows, window => new TextCache(model.Session.Dimensions, window));
            var sampled = new List<int>();
            for (var step = 0; step < count; step++)
            {
                var token = step == 0 ? model.Tokens.StartOfTranscript : (step * 37) % model.Tokens.EndOfText;
                decoder.Run([.. texts.Select(text => new StepToken(text, token, WantsLogits: true))], run);
                for (var row = 0; row < texts.Length; row++)
                {
                    var logits = decoder.Logits(row);
                    model.Rules.Apply(logits, [.. sampled]);
                    _ = LogProbabilities.Sample(logits, 0, Random.Shared);
                    _ = LogProbabilities.LogSumExp(logits);
                }

                sampled.Add(token);
            }
        }
    }
}
