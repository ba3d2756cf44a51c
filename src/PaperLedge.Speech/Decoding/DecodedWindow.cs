using System.Runtime.InteropServices;
using PaperLedge.Speech.Ggml;

namespace PaperLedge.Speech.Decoding;

internal sealed class DecodedWindow
{
    private readonly List<int> _tokens = [];
    private readonly List<double> _logProbabilities = [];
    private double _sum;
    private int _sampled;

    /// <summary>Text and timestamp tokens, without the prompt and the end token.</summary>
    public IReadOnlyList<int> Tokens => _tokens;

    /// <summary>Natural log-probabilities, one for each of <see cref="Tokens"/>.</summary>
    public IReadOnlyList<double> LogProbabilities => _logProbabilities;

    // True once the model itself has ended the window.
    public bool IsEnded { get; private set; }

    // True if decoding was stopped because the same tokens kept repeating.
    public bool IsLooping { get; private set; }

    // A window is also done when it has as many tokens as it may have.
    public bool IsDone => IsEnded || IsLooping || _sampled >= WhisperDimensions.MaxNewTokens;

    public required double NoSpeechProbability { get; init; }

    public float Temperature { get; init; }

    // The first timestamp at the end of the audio: text that closes there ends the window.
    public int LastTimestamp { get; init; } = int.MaxValue;

    /// <summary>Alignment heads' queries of the tokens fed, the prompt's included; null while decoding.</summary>
    public IReadOnlyList<float[]>? Asked { get; set; }

    public double AverageLogProbability => _sampled == 0 ? 0 : _sum / _sampled;

    // Sum over every token, the end token included.
    public double LogProbability => _sum;

    public ReadOnlySpan<int> Sampled => CollectionsMarshal.AsSpan(_tokens);

    // The copy continues differently.
    public DecodedWindow Fork()
    {
        var fork = new DecodedWindow
        {
            NoSpeechProbability = NoSpeechProbability,
            Temperature = Temperature,
            LastTimestamp = LastTimestamp,
            _sum = _sum,
            _sampled = _sampled,
        };
        fork._tokens.AddRange(_tokens);
        fork._logProbabilities.AddRange(_logProbabilities);
        return fork;
    }

    public void Add(int token, double logProbability, SpecialTokens tokens)
    {
        _sum += logProbability;
        _sampled++;
        if (token == tokens.EndOfText)
        {
            IsEnded = true;
            return;
        }

        _tokens.Add(token);
        _logProbabilities.Add(logProbability);
        if (token >= LastTimestamp && _tokens is [.., var before, _] && tokens.IsText(before))
        {
            IsEnded = true;
        }
        else if (RepetitionGuard.EndsInLoop(Sampled, tokens, out var kept))
        {
            // The repeated phrase is kept once.
            IsLooping = true;
            _tokens.RemoveRange(kept, _tokens.Count - kept);
            _logProbabilities.RemoveRange(kept, _logProbabilities.Count - kept);
        }
    }
}
