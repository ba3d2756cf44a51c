using System.Globalization;
using PaperLedge.Core.Transcripts;
using PaperLedge.Speech.Engine.Attention;
using PaperLedge.Speech.Windows;

namespace PaperLedge.Speech.Decoding;

/// <param name="Index">Index among the audio's windows.</param>
/// <param name="Window">The window as it was planned.</param>
internal sealed record WindowTask(int Index, AudioWindow Window)
{
    // The part that is read now: the whole window or a piece of it.
    public AudioWindow Part { get; init; } = Window;

    // True if Part was passed over when the whole window was read. Audio that is passed over again is silence.
    public bool IsSecondLook { get; init; }

    // The silence before the window, which is finished with it.
    public TimeSpan Silence { get; init; }

    // Index of the language of Part; null if it is not known yet.
    public int? Language { get; init; }

    // Parts of the window still to be read, as tasks that share Segments.
    public Queue<WindowTask> Waiting { get; init; } = new();

    public List<Segment> Segments { get; init; } = [];

    // The encoding of Part, if it has been encoded already.
    public CrossCache? Encoded { get; init; }

    public WindowTask For(AudioWindow part, int? language, bool isSecondLook) =>
        this with { Part = part, Language = language, IsSecondLook = isSecondLook, Encoded = null };

    public WindowNotes Notes { get; init; } = new();
}

/// <summary>Decoding statistics of a window, for the log.</summary>
internal sealed class WindowNotes
{
    public int Tokens { get; private set; }

    public int Drafts { get; set; }

    public int Rereads { get; set; }

    // Of the first reading.
    public float Temperature { get; private set; }

    public double LogProbability { get; private set; }

    public double NoSpeech { get; private set; }

    public TimeSpan Last { get; set; }

    public string Language { get; private set; } = "";

    /// <returns>
    /// In seconds: start in the audio, length, speech, last closing timestamp and the speech after it; then how it was decoded.
    /// </returns>
    public string ToString(AudioWindow window)
    {
        var (start, length, speech) = (window.StartTime.TotalSeconds, window.Duration.TotalSeconds, window.VoicedTime.TotalSeconds);
        var behind = window.VoicedBetween(Last, window.Duration).TotalSeconds;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"start={start:F2} length={length:F2} speech={speech:F2} tokens={Tokens} drafts={Drafts} temperature={Temperature:F1} "
            + $"logprob={LogProbability:F2} nospeech={NoSpeech:F2} last={Last.TotalSeconds:F2} behind={behind:F2} "
            + $"rereads={Rereads} language={Language}");
    }

    public void Add(DecodedWindow decoded, string language)
    {
        Tokens += decoded.Tokens.Count;
        if (Language.Length == 0)
        {
            (Temperature, LogProbability, NoSpeech) = (decoded.Temperature, decoded.AverageLogProbability, decoded.NoSpeechProbability);
            Language = language;
        }
    }
}
