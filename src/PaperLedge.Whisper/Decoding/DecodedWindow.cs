using System.Runtime.InteropServices;

namespace PaperLedge.Whisper.Decoding;

/// <summary>One window's tokens while they are decoded, and what is known of their quality.</summary>
internal sealed class DecodedWindow
{
    private readonly List<int> _tokens = [];
    private double _sum;
    private int _sampled;

    /// <summary>Text and timestamps, without prompt and end.</summary>
    public IReadOnlyList<int> Tokens => _tokens;

    /// <summary>Whether the model itself ended the window.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>Whether decoding was broken off, since the same tokens came over and over.</summary>
    public bool IsLooping { get; private set; }

    public bool IsDone => IsEnded || IsLooping;

    public required double NoSpeechProbability { get; init; }

    /// <summary>Mean over every token, the end included.</summary>
    public double AverageLogProbability => _sampled == 0 ? 0 : _sum / _sampled;

    public ReadOnlySpan<int> Sampled => CollectionsMarshal.AsSpan(_tokens);

    public void Add(int token, double logProbability, int endOfText)
    {
        _sum += logProbability;
        _sampled++;
        if (token == endOfText)
        {
            IsEnded = true;
            return;
        }

        _tokens.Add(token);
    }

    /// <param name="kept">Tokens that stay when what repeats itself is kept once.</param>
    public void BreakOff(int kept)
    {
        IsLooping = true;
        _tokens.RemoveRange(kept, _tokens.Count - kept);
    }
}
