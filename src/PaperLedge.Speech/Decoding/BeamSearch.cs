using System.Numerics.Tensors;
using PaperLedge.Speech.Engine.Attention;

namespace PaperLedge.Speech.Decoding;

/// <remarks>
/// As in Whisper's decoder (<see href="https://github.com/openai/whisper/blob/main/whisper/decoding.py"/>), each step keeps the best
/// continuations of all texts together; the search ends when patience × beam size texts have ended.
/// </remarks>
/// <param name="newText">Creates an empty text cache for the window.</param>
internal sealed class BeamSearch(Func<TextCache> newText, WindowPrompt prompt, LogitRules rules, SearchOptions options) : ISearch
{
    private readonly List<DecodedWindow> _ended = [];
    private readonly Stack<TextCache> _free = [];
    private List<Beam> _beams = [];
    private TextCache? _prompted;

    private int Wanted => Math.Max(1, (int)Math.Round(options.BeamSize * options.Patience));

    public bool IsDone => _prompted is not null && (_beams.Count == 0 || _ended.Count >= Wanted);

    public DecodedWindow Best
    {
        get
        {
            var candidates = _ended.Count > 0 ? _ended : [.. _beams.Select(beam => beam.Decoded)];
            return candidates.MaxBy(decoded => (!decoded.IsLooping, Score(decoded)))!;
        }
    }

    public void Feed(List<StepToken> step)
    {
        if (_prompted is null)
        {
            _prompted = newText();
            prompt.Feed(_prompted, step);
            return;
        }

        step.AddRange(_beams.Select(beam => new StepToken(beam.Text, beam.Next, WantsLogits: true)));
    }

    public void Accept(LogitRows logits)
    {
        if (_beams.Count == 0)
        {
            _beams = [new(_prompted!, prompt.Begin(logits, temperature: 0), 0)];
            Advance(_ => prompt.Last(logits).ToArray());
            return;
        }

        Advance(row => logits[row].ToArray());
    }

    private void Advance(Func<int, float[]> logitsOf)
    {
        var continuations = new List<(int Beam, int Token, double LogProbability)>();
        for (var beam = 0; beam < _beams.Count; beam++)
        {
            var logits = logitsOf(beam);
            rules.Apply(logits, _beams[beam].Decoded.Sampled, prompt);
            var sum = LogProbabilities.LogSumExp(logits);

            // One more than the beams, since one of them may be the end.
            for (var i = 0; i <= options.BeamSize; i++)
            {
                var token = TensorPrimitives.IndexOfMax<float>(logits);
                if (float.IsNegativeInfinity(logits[token]))
                {
                    break;
                }

                continuations.Add((beam, token, logits[token] - sum));
                logits[token] = float.NegativeInfinity;
            }
        }

        Keep(continuations.OrderByDescending(next => _beams[next.Beam].Decoded.LogProbability + next.LogProbability));
    }

    private void Keep(IEnumerable<(int Beam, int Token, double LogProbability)> continuations)
    {
        var kept = new List<(int Beam, int Token, DecodedWindow Decoded)>();
        foreach (var (beam, token, logProbability) in continuations)
        {
            var decoded = _beams[beam].Decoded.Fork();
            decoded.Add(token, logProbability, rules.Tokens);
            if (decoded.IsDone)
            {
                if (_ended.Count < Wanted)
                {
                    _ended.Add(decoded);
                }
            }
            else
            {
                kept.Add((beam, token, decoded));
            }

            if (kept.Count == options.BeamSize)
            {
                break;
            }
        }

        _beams = Move(kept);
    }

    // The first continuation of a text takes over its cache; each further one needs a copy.
    private List<Beam> Move(List<(int Beam, int Token, DecodedWindow Decoded)> kept)
    {
        var next = new Beam[kept.Count];
        var isTaken = new bool[_beams.Count];
        foreach (var unused in Enumerable.Range(0, _beams.Count).Where(beam => kept.TrueForAll(entry => entry.Beam != beam)))
        {
            _free.Push(_beams[unused].Text);
        }

        for (var i = 0; i < kept.Count; i++)
        {
            var (beam, token, decoded) = kept[i];
            var text = _beams[beam].Text;
            if (isTaken[beam])
            {
                var copy = _free.TryPop(out var free) ? free : newText();
                copy.CopyFrom(text);
                text = copy;
            }

            isTaken[beam] = true;
            next[i] = new(text, decoded, token);
        }

        return [.. next];
    }

    private double Score(DecodedWindow decoded)
    {
        var length = decoded.Tokens.Count + 1;
        return decoded.LogProbability / (options.LengthPenalty is { } penalty ? Math.Pow((5 + length) / 6d, penalty) : length);
    }

    private sealed record Beam(TextCache Text, DecodedWindow Decoded, int Next);
}
