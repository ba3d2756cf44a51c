using Microsoft.Extensions.Logging;
using PaperLedge.Core.Transcripts;
using PaperLedge.Whisper.Models;

namespace PaperLedge.Whisper.Decoding;

/// <summary>Makes segments, timed from the start of the audio, of decoded windows.</summary>
internal sealed partial class SegmentWriter(Vocabulary vocabulary, SpecialTokens tokens, ILogger logger)
{
    /// <summary>What is left of a window is recognised again only if it may hold a word.</summary>
    private const double MinAudibleSeconds = 0.3;

    private TimeSpan _lastEnd;

    /// <param name="times">When each token was spoken, then the end of the last; empty if that is not known.</param>
    /// <param name="segments">Takes what the window says.</param>
    /// <returns>What of the window is still to be recognised, or null.</returns>
    public AudioWindow? Read(DecodedWindow decoded, AudioWindow window, TimeSpan[] times, List<Segment> segments)
    {
        if (TemperatureLadder.IsSilence(decoded))
        {
            return null;
        }

        if (decoded.IsLooping)
        {
            LogLoop(window.StartTime, window.EndTime);
        }

        var reading = WindowReader.Read(decoded, window.Duration, tokens);
        foreach (var part in reading.Parts)
        {
            var text = vocabulary.Decode(part.Tokens).Trim();
            if (text.Length > 0)
            {
                var (start, end) = (window.StartTime + part.Start, window.StartTime + part.End);
                segments.Add(new(start, end, text, decoded.AverageLogProbability, decoded.NoSpeechProbability)
                {
                    Words = times.Length == 0 ? [] : WordReader.Read(part, decoded, times, window.StartTime, vocabulary),
                });
            }
        }

        return reading.Resume is { } resume ? Rest(window, resume) : null;
    }

    /// <summary>Times that a model got wrong by a little must not run backwards.</summary>
    public IEnumerable<Segment> Order(IEnumerable<Segment> segments)
    {
        foreach (var segment in segments)
        {
            var start = segment.Start > _lastEnd ? segment.Start : _lastEnd;
            _lastEnd = segment.End > start ? segment.End : start;
            yield return segment with { Start = start, End = _lastEnd, Words = WordReader.Within(start, _lastEnd, segment.Words) };
        }
    }

    private static AudioWindow? Rest(AudioWindow window, TimeSpan resume)
    {
        var rest = window.From(AudioWindow.SamplesIn(resume));
        return LevelEnvelope.AudibleSeconds(rest.Samples.Span) >= MinAudibleSeconds ? rest : null;
    }

    [LoggerMessage(
        EventId = 3202,
        Level = LogLevel.Warning,
        Message = "Recognition went round in circles between {Start} and {End}; what repeated itself is left out.")]
    private partial void LogLoop(TimeSpan start, TimeSpan end);
}
