using System.Runtime.InteropServices;
using PaperLedge.Whisper.Models;

namespace PaperLedge.Whisper.Decoding;

/// <summary>One window's tokens while they are decoded, and what is known of their quality.</summary>
internal sealed class DecodedWindow
{
    private readonly List<int> _tokens = [];
    private readonly List<double> _logProbabilities = [];
    private double _sum;
    private int _sampled;

    /// <summary>Text and timestamps, without prompt and end.</summary>
    public IReadOnlyList<int> Tokens => _tokens;

    /// <summary>Natural logarithms, one for each of <see cref="Tokens"/>.</summary>
    public IReadOnlyList<double> LogProbabilities => _logProbabilities;

    /// <summary>Whether the model itself ended the window.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>Whether decoding was broken off, since the same tokens came over and over.</summary>
    public bool IsLooping { get; private set; }

    /// <summary>Whether no more tokens are wanted; the most that a window may have is one reason.</summary>
    public bool IsDone => IsEnded || IsLooping || _sampled >= WhisperDimensions.MaxNewTokens;

    public required double NoSpeechProbability { get; init; }

    /// <summary>The temperature that its tokens were drawn at.</summary>
    public float Temperature { get; init; }

    /// <summary>The first timestamp that lies at the end of the audio: text that closes there ends the window.</summary>
    public int LastTimestamp { get; init; } = int.MaxValue;

    /// <summary>What the alignment heads asked of the audio at each token that was fed, the prompt's included (<see cref="Attention.TextCache.Asked"/>); null until it is done.</summary>
    public IReadOnlyList<float[]>? Asked { get; set; }

    /// <summary>Mean over every token, the end included.</summary>
    public double AverageLogProbability => _sampled == 0 ? 0 : _sum / _sampled;

    /// <summary>Sum over every token, the end included.</summary>
    public double LogProbability => _sum;

    public ReadOnlySpan<int> Sampled => CollectionsMarshal.AsSpan(_tokens);

    /// <summary>A text that goes on differently.</summary>
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
            // What repeats itself is kept once.
            IsLooping = true;
            _tokens.RemoveRange(kept, _tokens.Count - kept);
            _logProbabilities.RemoveRange(kept, _logProbabilities.Count - kept);
        }
    }
}
