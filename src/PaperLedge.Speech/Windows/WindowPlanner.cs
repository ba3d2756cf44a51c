using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;
using PaperLedge.Speech.Audio;
using PaperLedge.Speech.Decoding;

namespace PaperLedge.Speech.Windows;

/// <summary>Planner of a stream's windows: shortens pauses to 0.6 s and cuts at long pauses into windows as long as possible.</summary>
/// <remarks>
/// Each window reads a little of its neighbours. The cuts depend on the audio and on <paramref name="longest"/> alone. Holds about a
/// minute and a half of the audio.
/// </remarks>
/// <param name="detector">Null to treat everything as speech.</param>
/// <param name="longest">The longest window; 29.5 s, not the model's 30, since a full window more often has an invented tail.</param>
/// <param name="sounds">Is given every frame, in order, before a window after it is returned; null if sounds are not wanted.</param>
internal sealed class WindowPlanner(SpeechDetector? detector, TimeSpan longest, SoundFinder? sounds, PhaseTimes timeline)
{
    public const double LongestSeconds = 29.5;

    private const int Frame = SpeechDetector.FrameSamples;
    private const double FramesPerSecond = (double)LogMelSpectrogram.SampleRate / Frame;

    // Frames that the detector gets at a time: about a second.
    private const int Batch = 32;

    // Speech begins above the first probability and ends below the second: Silero's own values.
    private const float Begins = 0.5f;
    private const float Ends = 0.35f;

    // Speech shorter than 96 ms is a click.
    private const int ShortestSpeech = 3;

    // A pause is shortened to this many frames, 0.6 s: half after the speech before it, half before the next.
    private const int LongestPause = 19;
    private const int Behind = 10;
    private const int Before = LongestPause - Behind;

    // A window may end this long before it is full if there is a longer pause.
    private const double SearchSeconds = 8;

    // Frames that a window reads of the next one's beginning: two seconds, some words.
    private const int Overlap = 62;

    // After a pause this long nothing is read ahead: the sentence is over.
    private const int SentenceEnds = 25;

    // Frames by which a pause must be longer for each frame that a cut there makes the window shorter.
    private const double CostOfShortness = 0.02;

    // Pauses longer than this are equal for the choice of a cut.
    private const int ClearPause = 20;

    private readonly int _max = (int)(longest.TotalSeconds * FramesPerSecond) - Overlap;
    private readonly SpeechDetector.Stream? _speech = detector?.Begin();

    // Samples that are not decided yet: from frame _next on.
    private readonly List<float> _waiting = [];
    private readonly List<float> _probabilities = [];

    // Levels in decibels: of _levelsBefore frames before the waiting ones, then of the waiting frames.
    private readonly List<float> _levels = [];
    private int _levelsBefore;

    private readonly Queue<bool> _isSpeech = new();

    // Frames that are kept, and their samples.
    private readonly List<Kept> _kept = [];
    private readonly List<float> _samples = [];

    // The first kept frame that does not belong to a window; earlier frames are held for the next window's lead-in.
    private int _first;

    // End of the last window's own part.
    private TimeSpan _end;

    // Kept frames that no window needs any more.
    private long _forgotten;

    private long _next;
    private long _marked;
    private long _lastSpeech = long.MinValue / 2;
    private bool _isSpeaking;
    private long _received;

    private int Shortest => Math.Max(_max / 2, _max - (int)(SearchSeconds * FramesPerSecond));

    // Kept frames that do not belong to a window yet.
    private int Left => _kept.Count - _first;

    public TimeSpan Position => AudioWindow.TimeOf(_received);

    /// <param name="pcm">16 kHz mono in blocks of any size.</param>
    /// <returns>Windows with their offset among all samples that are kept.</returns>
    public async IAsyncEnumerable<PreparedWindow> PlanAsync(
        IAsyncEnumerable<ReadOnlyMemory<float>> pcm, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var block in pcm.WithCancellation(cancellationToken))
        {
            using var _ = timeline.In(Phase.Planning);
            _received += block.Length;
            for (var rest = block; !rest.IsEmpty;)
            {
                var taken = Math.Min(rest.Length, Batch * Frame);
                Receive(rest.Span[..taken]);
                rest = rest[taken..];
                Detect();
                Decide(isEnd: false);
                while (Left >= (2 * _max) + Overlap)
                {
                    yield return Take(Cut(Shortest));
                }
            }
        }

        DetectRest();
        Decide(isEnd: true);
        sounds?.End();
        while (Left > _max + Overlap)
        {
            yield return Take(Cut(Shortest));
        }

        if (_kept.FindIndex(_first, frame => frame.IsSpeech) >= 0)
        {
            yield return Take(Left);
        }
    }

    // A damaged file may decode to infinities and NaN; one of them would spoil everything after it.
    private void Receive(ReadOnlySpan<float> samples)
    {
        var first = _waiting.Count;
        _waiting.AddRange(samples);
        foreach (ref var sample in CollectionsMarshal.AsSpan(_waiting)[first..])
        {
            sample = float.IsFinite(sample) ? sample : 0;
        }
    }

    private void Detect()
    {
        while ((_probabilities.Count + Batch + Loudness.Reach) * Frame <= _waiting.Count)
        {
            Detect(Batch);
        }
    }

    // The end is padded with silence to a whole frame.
    private void DetectRest()
    {
        var fill = (Frame - (_waiting.Count % Frame)) % Frame;
        _waiting.AddRange(new float[fill]);
        while (_probabilities.Count * Frame < _waiting.Count)
        {
            Detect(Math.Min(Batch, (_waiting.Count / Frame) - _probabilities.Count));
        }
    }

    private void Detect(int frames)
    {
        var known = _probabilities.Count;
        var waiting = CollectionsMarshal.AsSpan(_waiting);
        while (_levels.Count - _levelsBefore < Math.Min(known + frames + Loudness.Reach, waiting.Length / Frame))
        {
            _levels.Add(LevelEnvelope.Of(waiting.Slice((_levels.Count - _levelsBefore) * Frame, Frame)));
        }

        if (_speech is null)
        {
            _probabilities.AddRange(Enumerable.Repeat(1f, frames));
            return;
        }

        var samples = waiting.Slice(known * Frame, frames * Frame).ToArray();
        Loudness.Normalise(samples, CollectionsMarshal.AsSpan(_levels), _levelsBefore + known);
        using var _ = timeline.In(Phase.Vad);
        _probabilities.AddRange(_speech.Next(samples));
    }

    // Marks frames as speech, and keeps or drops those after which enough frames are marked to decide.
    private void Decide(bool isEnd)
    {
        while (_marked - _next + (isEnd ? 0 : ShortestSpeech) < _probabilities.Count)
        {
            _isSpeech.Enqueue(Mark((int)(_marked - _next)));
            _marked++;
        }

        var decided = 0;
        while (_isSpeech.Count > (isEnd ? 0 : LongestPause))
        {
            var ahead = 0;
            foreach (var isSpeech in _isSpeech)
            {
                if (isSpeech)
                {
                    break;
                }

                ahead++;
            }

            Keep(decided, ahead);
            decided++;
        }

        _waiting.RemoveRange(0, decided * Frame);
        _probabilities.RemoveRange(0, decided);
        var old = Math.Max(0, _levelsBefore + decided - Loudness.Reach);
        _levels.RemoveRange(0, old);
        _levelsBefore += decided - old;
        _next += decided;
    }

    private bool Mark(int at)
    {
        if (_isSpeaking)
        {
            return _isSpeaking = _probabilities[at] >= Ends;
        }

        var end = Math.Min(at + ShortestSpeech, _probabilities.Count);
        for (var frame = at; frame < end; frame++)
        {
            if (_probabilities[frame] < (frame == at ? Begins : Ends))
            {
                return false;
            }
        }

        return _isSpeaking = end - at == ShortestSpeech;
    }

    // at is an index among the waiting frames; ahead is the number of frames to the next speech, 0 if this is speech.
    private void Keep(int at, int ahead)
    {
        var isNextKnown = ahead < _isSpeech.Count;
        var frame = _next + at;
        var isSpeech = _isSpeech.Dequeue();
        var samples = CollectionsMarshal.AsSpan(_waiting).Slice(at * Frame, Frame);
        sounds?.Take(frame, samples, isSpeech);
        var behind = frame - _lastSpeech;
        if (isSpeech || behind <= Behind || (isNextKnown && (ahead <= Before || behind - 1 + ahead <= LongestPause)))
        {
            _kept.Add(new(frame, isSpeech, _levels[_levelsBefore + at]));
            _samples.AddRange(samples);
        }

        _lastSpeech = isSpeech ? frame : _lastSpeech;
    }

    // Returns the number of frames of the window, at least shortest: it ends in the middle of a pause that is long and late.
    private int Cut(int shortest)
    {
        var (best, bestScore) = (-1, double.NegativeInfinity);
        for (var at = _first + Math.Max(1, shortest); at <= _first + _max;)
        {
            var (from, to) = PauseAround(at);
            var length = Middle(from, to) - _first;
            var score = Math.Min(to - from, ClearPause) - (CostOfShortness * (_max - length));
            if (to > from && score >= bestScore && length >= shortest && length <= _max)
            {
                (best, bestScore) = (length, score);
            }

            at = Math.Max(to, at + 1);
        }

        return best > 0 ? best : Quietest(shortest);
    }

    // Returns the frames without speech around a place; from equals to if there is speech.
    private (int From, int To) PauseAround(int place)
    {
        var (from, to) = (place, place);
        while (to < _kept.Count && !_kept[to].IsSpeech)
        {
            to++;
        }

        while (from > _first && !_kept[from - 1].IsSpeech && to > place)
        {
            from--;
        }

        return (from, to);
    }

    // A shortened pause is cut where its middle was left out.
    private int Middle(int from, int to)
    {
        for (var at = from + 1; at < to; at++)
        {
            if (_kept[at].Frame != _kept[at - 1].Frame + 1)
            {
                return at;
            }
        }

        return (from + to + 1) / 2;
    }

    // Without a pause, cuts in the quietest half second.
    private int Quietest(int shortest)
    {
        const int Width = 16;
        var (best, quietest) = (_max, double.PositiveInfinity);
        for (var length = Math.Max(Width / 2, shortest); length <= _max; length++)
        {
            var sum = 0d;
            for (var frame = _first + length - (Width / 2); frame < Math.Min(_kept.Count, _first + length + (Width / 2)); frame++)
            {
                sum += _kept[frame].Level;
            }

            (best, quietest) = sum <= quietest ? (length, sum) : (best, quietest);
        }

        return best;
    }

    // Takes the next frames as a window's own, and fills the rest of its 30 s with the frames before them.
    private PreparedWindow Take(int own)
    {
        var end = _first + own;
        var (from, to) = PauseAround(end);
        var isSentenceEnd = to == _kept.Count || (from > 0 && _kept[to].Frame - _kept[from - 1].Frame > SentenceEnds);
        var last = isSentenceEnd ? end : Math.Min(_kept.Count, end + Overlap);
        var first = Math.Max(0, last - _max - Overlap);
        var stretches = new List<AudioStretch>();
        var voiced = new List<(int Start, int End)>();
        for (var at = first; at < last; at++)
        {
            var (frame, isSpeech, _) = _kept[at];
            var sample = (at - first) * Frame;
            if (at == first || frame != _kept[at - 1].Frame + 1)
            {
                stretches.Add(new(sample, frame * Frame, 0));
            }

            stretches[^1] = stretches[^1] with { Length = stretches[^1].Length + Frame };
            if (isSpeech && at >= _first && at < end)
            {
                Join(voiced, sample);
            }
        }

        var samples = CollectionsMarshal.AsSpan(_samples)[(first * Frame)..(last * Frame)].ToArray();
        var offset = (_forgotten + first) * Frame;

        // Silence that only pads the last frame is not a part of the audio.
        var over = (int)Math.Max(0, stretches[^1].Start + stretches[^1].Length - _received);
        stretches[^1] = stretches[^1] with { Length = stretches[^1].Length - over };
        var (lead, ownEnd) = ((_first - first) * Frame, Math.Min((end - first) * Frame, samples.Length - over));
        Forget(end);
        var window = new AudioWindow(samples, stretches, voiced, lead, ownEnd);
        var silence = window.StartTime - _end;
        _end = window.EndTime;
        var plan = new PlannedWindow(
            silence,
            window.StartTime,
            window.EndTime,
            offset,
            samples.Length,
            over,
            stretches,
            [.. voiced.Select(voice => new SampleRange(voice.Start, voice.End))],
            lead,
            ownEnd,
            IsHeard: _speech is not null);
        return new(plan, samples);
    }

    private void Forget(int end)
    {
        var old = Math.Max(0, end - _max - Overlap);
        _samples.RemoveRange(0, old * Frame);
        _kept.RemoveRange(0, old);
        _forgotten += old;
        _first = end - old;
    }

    private static void Join(List<(int Start, int End)> voiced, int sample)
    {
        if (voiced is [.., var last] && last.End == sample)
        {
            voiced[^1] = (last.Start, sample + Frame);
        }
        else
        {
            voiced.Add((sample, sample + Frame));
        }
    }

    // Frame is an index from the start of the audio, Level is in decibels.
    private readonly record struct Kept(long Frame, bool IsSpeech, float Level);
}
