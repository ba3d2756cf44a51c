using Microsoft.Extensions.Logging;
using PaperLedge.Core.Transcripts;
using PaperLedge.Whisper.Models;
using PaperLedge.Whisper.Windows;

namespace PaperLedge.Whisper.Decoding;

/// <summary>Makes segments, timed from the start of the audio, of decoded windows.</summary>
internal sealed partial class SegmentWriter(Vocabulary vocabulary, ILogger logger)
{
    /// <summary>Text that begins so close to the end of the audio is invented: nothing can be said there.</summary>
    private static readonly TimeSpan s_tail = TimeSpan.FromSeconds(0.1);

    /// <param name="times">When each token was spoken, then the end of the last; empty if that is not known.</param>
    /// <param name="language">Of the window, as an ISO 639 code.</param>
    public List<Segment> Read(DecodedWindow decoded, AudioWindow window, WindowReading reading, TimeSpan[] times, string language)
    {
        if (decoded.IsLooping)
        {
            LogLoop(window.StartTime, window.EndTime);
        }

        var segments = new List<Segment>();
        foreach (var part in reading.Parts.Where(part => part.Start < window.Duration - s_tail))
        {
            var text = vocabulary.Decode(part.Tokens).Trim();
            if (text.Length > 0)
            {
                var words = times.Length == 0 ? [] : WordReader.Read(part, decoded, times, TimeSpan.Zero, vocabulary);
                segments.Add(ToSegment(window, part.Start, part.End, text, words, decoded, language));
            }
        }

        return segments;
    }

    /// <summary>A segment begins and ends with its words where these have times: the model's own timestamps are round and often far off.</summary>
    private static Segment ToSegment(
        AudioWindow window, TimeSpan start, TimeSpan end, string text, IReadOnlyList<Word> words, DecodedWindow decoded, string language)
    {
        if (words.Count > 0)
        {
            (start, end) = (words[0].Start, words[^1].End > words[0].Start ? words[^1].End : end);
        }

        return new(window.StartAt(start), window.EndAt(end), text, decoded.AverageLogProbability, decoded.NoSpeechProbability)
        {
            Words = [.. words.Select(word => word with { Start = window.StartAt(word.Start), End = window.EndAt(word.End) })],
            Language = language,
        };
    }

    [LoggerMessage(
        EventId = 3202,
        Level = LogLevel.Warning,
        Message = "Recognition went round in circles between {Start} and {End}; what repeated itself is left out.")]
    private partial void LogLoop(TimeSpan start, TimeSpan end);
}
