using Microsoft.Extensions.Logging;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Speech.Windows;

/// <summary>Inserts sounds between the segments of speech, in order of time. For one stream.</summary>
internal sealed partial class SoundTrack(IEnumerable<Sound> sounds, ILogger logger)
{
    // The part of a sound beside an overlapping segment must be long enough for a line.
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(1);

    private readonly Queue<Sound> _sounds = new(sounds);
    private TimeSpan _end;

    /// <returns>The segments, and before each the sounds that began before it.</returns>
    public IEnumerable<Segment> Merge(IEnumerable<Segment> speech)
    {
        foreach (var segment in speech)
        {
            foreach (var sound in Before(segment.Start))
            {
                yield return sound;
            }

            _end = segment.End;
            yield return segment;
        }
    }

    public IEnumerable<Segment> Rest() => Before(TimeSpan.MaxValue);

    private IEnumerable<Segment> Before(TimeSpan next)
    {
        while (_sounds.TryPeek(out var sound) && sound.Start < next)
        {
            _sounds.Dequeue();
            LogSound(sound.Text, sound.Start, sound.End);
            var start = sound.Start > _end ? sound.Start : _end;
            var end = sound.End < next ? sound.End : next;
            if (end - start >= s_shortest)
            {
                _end = end;
                yield return new Segment(start, end, sound.Text, AverageLogProbability: 0, NoSpeechProbability: 1)
                {
                    Kind = SegmentKind.Sound,
                };
            }
        }
    }

    // Reports the audio that was kept from the model, in case it was speech after all.
    [LoggerMessage(
        EventId = 3203,
        Level = LogLevel.Information,
        Message = "No speech from {Start} to {End}: {Sound}. "
            + "This part is not transcribed; Whisper__Vad=false transcribes it.")]
    private partial void LogSound(string sound, TimeSpan start, TimeSpan end);
}
