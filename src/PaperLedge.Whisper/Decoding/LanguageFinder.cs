using PaperLedge.Whisper.Windows;

namespace PaperLedge.Whisper.Decoding;

/// <summary>
/// Finds the language of a window. An episode has one; a window is written in another if the model is sure of that, and is parted where the
/// language changes within it.
/// </summary>
/// <param name="ask">Asks the model for the likeliest language of a window and its probability, 0 to 1.</param>
internal sealed class LanguageFinder(Func<AudioWindow, (int Language, double Probability)> ask)
{
    /// <summary>A shorter window does not say surely which language it is in.</summary>
    public static readonly TimeSpan MinDuration = TimeSpan.FromSeconds(10);

    /// <summary>A window is in another language than the episode's only if the model is this sure.</summary>
    public const double Sure = 0.8;

    /// <summary>A window of one language is nearly always surer than this.</summary>
    private const double Mixed = 0.9;

    /// <summary>A language that is spoken for less time is a quotation.</summary>
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(3);

    /// <summary>Asked about to find where the language changes.</summary>
    private static readonly TimeSpan s_piece = TimeSpan.FromSeconds(6);

    /// <param name="heard">What the model says of the whole window.</param>
    /// <param name="likely">The episode's language.</param>
    /// <returns>The window, or its parts, each with its language.</returns>
    public IReadOnlyList<(AudioWindow Part, int Language)> Find(AudioWindow window, (int Language, double Probability) heard, int likely)
    {
        if (window.Duration < MinDuration || (heard.Language == likely && heard.Probability > Mixed))
        {
            return [(window, likely)];
        }

        var head = ask(window.Between(TimeSpan.Zero, s_piece));
        var tail = ask(window.Between(window.Duration - s_piece, window.Duration));
        if (head.Language == tail.Language || head.Probability < Sure || tail.Probability < Sure)
        {
            return [(window, heard.Probability > Sure ? heard.Language : likely)];
        }

        return Change(window, tail.Language) is { } change
            ? Own((window.Between(TimeSpan.Zero, change), head.Language), (window.Between(change, window.Duration), tail.Language))
            : [(window, heard.Probability > Sure ? heard.Language : likely)];
    }

    /// <summary>A part that is lead-in alone need not be read.</summary>
    private static IReadOnlyList<(AudioWindow Part, int Language)> Own(params (AudioWindow Part, int Language)[] parts) =>
        [.. parts.Where(part => part.Part.VoicedTime > TimeSpan.Zero)];

    /// <returns>The pause behind which the second language is spoken; null if nobody pauses.</returns>
    private TimeSpan? Change(AudioWindow window, int second)
    {
        var pauses = window.Voiced.Zip(window.Voiced.Skip(1), (voice, next) => AudioWindow.TimeOf((voice.End + next.Start) / 2))
            .Prepend(AudioWindow.TimeOf(window.OwnStart))
            .Where(pause => pause > s_shortest && pause < window.Duration - s_shortest)
            .ToList();
        if (pauses.Count == 0)
        {
            return null;
        }

        // A piece has the language of most of it: one behind a pause changes too early, one before it by as much too late.
        var early = First(pauses, pause => ask(window.Between(pause, Earlier(pause + s_piece, window.Duration))).Language == second);
        var late = First(pauses, pause => ask(window.Between(pause > s_piece ? pause - s_piece : TimeSpan.Zero, pause)).Language == second) - 1;
        var middle = (pauses[Math.Min(early, pauses.Count - 1)] + pauses[Math.Max(late, 0)]) / 2;
        return pauses.MinBy(pause => (pause - middle).Duration());
    }

    /// <returns>The first place at which a condition holds that holds from there on; behind the last if there is none.</returns>
    private static int First(List<TimeSpan> pauses, Predicate<TimeSpan> holds)
    {
        var (low, high) = (0, pauses.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = holds(pauses[middle]) ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    private static TimeSpan Earlier(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
