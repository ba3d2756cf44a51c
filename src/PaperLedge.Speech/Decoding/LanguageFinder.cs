using PaperLedge.Core.Transcripts;
using PaperLedge.Speech.Ggml;
using PaperLedge.Speech.Windows;

namespace PaperLedge.Speech.Decoding;

/// <summary>Finds the language of a window, and splits the window where the language changes.</summary>
/// <param name="ask">Returns the model's likeliest language of a window and its probability, 0 to 1.</param>
internal sealed class LanguageFinder(Func<AudioWindow, (int Language, double Probability)> ask)
{
    // The language of a shorter window cannot be detected reliably.
    public static readonly TimeSpan MinDuration = TimeSpan.FromSeconds(10);

    // An episode has one language. A window gets another only if the model is this sure.
    public const double Sure = 0.8;

    // A window in a single language nearly always scores higher than this.
    private const double Mixed = 0.9;

    // A language that is spoken for less time is a quotation.
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(3);

    // Length of the pieces that are tested to find where the language changes.
    private static readonly TimeSpan s_piece = TimeSpan.FromSeconds(6);

    /// <param name="heard">The model's result for the whole window.</param>
    /// <param name="likely">The episode's language.</param>
    /// <returns>The window or its parts, each with its language.</returns>
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

    // A part that is only lead-in need not be read.
    private static IReadOnlyList<(AudioWindow Part, int Language)> Own(params (AudioWindow Part, int Language)[] parts) =>
        [.. parts.Where(part => part.Part.VoicedTime > TimeSpan.Zero)];

    // Returns the pause after which the second language is spoken; null if there is no pause.
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

        // A piece gets the language of its larger part: testing the piece after a pause finds the change too early, the piece before it by
        // as much too late.
        var early = First(pauses, pause => ask(window.Between(pause, Earlier(pause + s_piece, window.Duration))).Language == second);
        var late = First(
            pauses,
            pause => ask(window.Between(pause > s_piece ? pause - s_piece : TimeSpan.Zero, pause)).Language == second) - 1;
        var middle = (pauses[Math.Min(early, pauses.Count - 1)] + pauses[Math.Max(late, 0)]) / 2;
        return pauses.MinBy(pause => (pause - middle).Duration());
    }

    // Returns the first index from which the condition holds for all; the number of pauses if there is none.
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

/// <param name="Index">Index among the model's languages.</param>
/// <param name="Code">ISO 639.</param>
internal sealed record LanguageChoice(int Index, string Code)
{
    /// <returns>The language that is set, was detected or is expected, in this order; null if it must be detected.</returns>
    /// <exception cref="ModelException">The model does not know the language that is set.</exception>
    public static LanguageChoice? Of(TranscriptionOptions options, string model, SpecialTokens tokens)
    {
        if (options.Language is { } language)
        {
            return Of(language, model, tokens);
        }

        var likely = tokens.IsMultilingual ? options.HeardLanguage ?? options.LikelyLanguage : Languages.English;
        return likely is not null && Languages.IndexOf(likely, tokens) is { } index ? new(index, Languages.CodeOf(index)) : null;
    }

    /// <param name="language">A code or a BCP 47 tag.</param>
    /// <param name="model">Its name, for messages.</param>
    /// <exception cref="ModelException">The model does not know the language.</exception>
    public static LanguageChoice Of(string language, string model, SpecialTokens tokens)
    {
        var index = Languages.IndexOf(language, tokens);
        if (index is null || (!tokens.IsMultilingual && Languages.CodeOf(index.Value) != Languages.English))
        {
            var known = tokens.IsMultilingual ? "does not know" : "knows English only, not";
            throw new ModelException(
                $"The model '{model}' {known} the language '{language}'. Name another language or a multilingual model such as 'base'.")
            {
                RefusesLanguage = true,
            };
        }

        return new(index.Value, Languages.CodeOf(index.Value));
    }
}
