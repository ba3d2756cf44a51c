using PaperLedge.Speech.Engine.Attention;

namespace PaperLedge.Speech.Decoding;

/// <summary>Greedy decoding at temperature 0; above it, samples several texts side by side and keeps the best.</summary>
/// <param name="texts">Empty text caches for the same window, one for each text.</param>
/// <param name="seed">Makes sampling repeatable: the same audio gives the same transcript.</param>
internal sealed class SampledSearch(TextCache[] texts, WindowPrompt prompt, LogitRules rules, float temperature, int seed) : ISearch
{
    private readonly Random _random = new(seed);
    private readonly DecodedWindow[] _decoded = new DecodedWindow[texts.Length];
    private readonly int[] _next = new int[texts.Length];
    private bool _isPrompted;

    public bool IsDone => _isPrompted && Array.TrueForAll(_decoded, decoded => decoded.Asked is not null);

    public DecodedWindow Best => _decoded.MaxBy(decoded => (!decoded.IsLooping, decoded.AverageLogProbability))!;

    public void Feed(List<StepToken> step)
    {
        if (!_isPrompted)
        {
            prompt.Feed(texts[0], step);
            return;
        }

        for (var i = 0; i < texts.Length; i++)
        {
            if (_decoded[i].Asked is null)
            {
                step.Add(new(texts[i], _next[i], WantsLogits: !_decoded[i].IsDone));
            }
        }
    }

    public void Accept(LogitRows logits)
    {
        if (!_isPrompted)
        {
            Begin(logits);
            return;
        }

        var row = 0;
        for (var i = 0; i < texts.Length; i++)
        {
            if (!_decoded[i].IsDone)
            {
                rules.Apply(logits[row], _decoded[i].Sampled, prompt);
                Choose(i, logits[row]);
                row++;
            }
            else
            {
                _decoded[i].Asked ??= [.. texts[i].Asked];
            }
        }
    }

    private void Begin(LogitRows logits)
    {
        _isPrompted = true;
        var empty = prompt.Begin(logits, temperature);
        var first = prompt.Last(logits);
        rules.Apply(first, [], prompt);
        for (var i = 0; i < texts.Length; i++)
        {
            _decoded[i] = empty.Fork();
            if (i > 0)
            {
                texts[i].CopyFrom(texts[0]);
            }

            Choose(i, first);
        }
    }

    private void Choose(int i, ReadOnlySpan<float> logits)
    {
        var token = LogProbabilities.Sample(logits, temperature, _random);
        _next[i] = token;
        _decoded[i].Add(token, logits[token] - LogProbabilities.LogSumExp(logits), rules.Tokens);
        if (token == rules.Tokens.EndOfText || _decoded[i].IsLooping)
        {
            // Every token that is kept was fed; a closing timestamp, or the last token that fits, is fed once more.
            _decoded[i].Asked = [.. texts[i].Asked];
        }
    }
}
