using Microsoft.Extensions.Logging;
using PaperLedge.Core.Transcripts;
using PaperLedge.Speech.Ggml;
using PaperLedge.Speech.Windows;
using PaperLedge.Speech.WordTimes;

namespace PaperLedge.Speech.Decoding;

internal sealed partial class SegmentWriter(Vocabulary vocabulary, ILogger logger)
{
    // Text that begins this close to the end of the audio is invented: no speech fits there.
    private static readonly TimeSpan s_tail = TimeSpan.FromSeconds(0.1);

    /// <param name="times">Start of each token, then the end of the last; empty if unknown.</param>
    /// <param name="language">ISO 639 code of the window's language.</param>
    public List<Segment> Read(DecodedWindow decoded, AudioWindow window, WindowReading reading, TimeSpan[] times, string language)
    {
        if (decoded.IsLooping)
        {
            LogLoop(window.StartTime, window.EndTime);
        }

        var parts = reading.Parts.Where(part => part.Start < window.Duration - s_tail).ToList();
        var words = times.Length == 0 ? [] : Words(decoded, window, parts, times);
        var segments = new List<Segment>();
        for (var i = 0; i < parts.Count; i++)
        {
            var text = vocabulary.Decode(parts[i].Tokens).Trim();
            if (text.Length > 0)
            {
                segments.Add(ToSegment(window, parts[i].Start, parts[i].End, text, words.Count == 0 ? [] : words[i], decoded, language));
            }
        }

        return segments;
    }

    private List<IReadOnlyList<Word>> Words(DecodedWindow decoded, AudioWindow window, List<WindowPart> parts, TimeSpan[] times)
    {
        var words = parts.ConvertAll(part => WordReader.Read(part, decoded, times, vocabulary));
        var moved = WordOnsets.Move([.. words.SelectMany(part => part)], window);
        var (taken, parted) = (0, new List<IReadOnlyList<Word>>());
        foreach (var part in words)
        {
            parted.Add([.. moved.Skip(taken).Take(part.Count)]);
            taken += part.Count;
        }

        return parted;
    }

    // A segment begins and ends with its words where these have times: the model's own timestamps are round and often far off.
    private static Segment ToSegment(
        AudioWindow window, TimeSpan start, TimeSpan end, string text, IReadOnlyList<Word> words, DecodedWindow decoded, string language)
    {
        Word[] placed = [.. words.Select(word => word.At(window))];
        var (from, to) = placed.Length == 0 ? (window.StartAt(start), window.EndAt(end)) : (placed[0].Start, placed[^1].End);
        return new(from, to, text, decoded.AverageLogProbability, decoded.NoSpeechProbability)
        {
            Words = placed,
            Language = language,
        };
    }

    [LoggerMessage(
        EventId = 3202,
        Level = LogLevel.Warning,
        Message = "Recognition repeated itself between {Start} and {End}; the repeated text is left out.")]
    private partial void LogLoop(TimeSpan start, TimeSpan end);
}
