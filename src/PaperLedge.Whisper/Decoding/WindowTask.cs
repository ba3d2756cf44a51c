using System.Globalization;
using PaperLedge.Core.Transcripts;
using PaperLedge.Whisper.Attention;
using PaperLedge.Whisper.Windows;

namespace PaperLedge.Whisper.Decoding;

/// <summary>A window on its way through recognition.</summary>
/// <param name="Index">Its place among the audio's windows.</param>
/// <param name="Window">The window as it was planned.</param>
internal sealed record WindowTask(int Index, AudioWindow Window)
{
    /// <summary>What is read now: the window, or a part of it.</summary>
    public AudioWindow Part { get; init; } = Window;

    /// <summary>Whether <see cref="Part"/> was passed over when the whole was read. What is passed over again is silence.</summary>
    public bool IsSecondLook { get; init; }

    /// <summary>The language of <see cref="Part"/>, as an index; null if it is not known yet.</summary>
    public int? Language { get; init; }

    /// <summary>What is still to be read of the window, as tasks that share what was recognised.</summary>
    public Queue<WindowTask> Waiting { get; init; } = new();

    /// <summary>What was recognised so far.</summary>
    public List<Segment> Segments { get; init; } = [];

    /// <summary>What an earlier run had behind the window, if that run recognised it.</summary>
    public Segment? KnownNext { get; init; }

    /// <summary><see cref="Part"/>, if it is encoded already.</summary>
    public CrossCache? Encoded { get; init; }

    public WindowTask For(AudioWindow part, int? language, bool isSecondLook) =>
        this with { Part = part, Language = language, IsSecondLook = isSecondLook, Encoded = null };

    public WindowNotes Notes { get; init; } = new();
}

/// <summary>What is logged of a window.</summary>
internal sealed class WindowNotes
{
    public int Tokens { get; private set; }

    public int Drafts { get; set; }

    public int Rereads { get; set; }

    /// <summary>Of the first reading.</summary>
    public float Temperature { get; private set; }

    public double LogProbability { get; private set; }

    public double NoSpeech { get; private set; }

    public TimeSpan Last { get; set; }

    public string Language { get; private set; } = "";

    /// <summary>
    /// Seconds in the audio and in the window: its start, length and speech, the last closing timestamp and the speech behind that; and how it
    /// was decoded.
    /// </summary>
    public string ToString(AudioWindow window)
    {
        var (start, length, speech) = (window.StartTime.TotalSeconds, window.Duration.TotalSeconds, window.VoicedTime.TotalSeconds);
        var behind = window.VoicedBetween(Last, window.Duration).TotalSeconds;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"start={start:F2} length={length:F2} speech={speech:F2} tokens={Tokens} drafts={Drafts} temperature={Temperature:F1} "
            + $"logprob={LogProbability:F2} nospeech={NoSpeech:F2} last={Last.TotalSeconds:F2} behind={behind:F2} rereads={Rereads} language={Language}");
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
