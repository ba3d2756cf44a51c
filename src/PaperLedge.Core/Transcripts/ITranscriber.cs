using PaperLedge.Core.Episodes;

namespace PaperLedge.Core.Transcripts;

/// <summary>A speech engine with a model loaded, or ready to be loaded on first use.</summary>
/// <remarks>
/// Audio is planned first; then its windows are recognised, in any order and on any number of machines; finally they are joined.
/// A window's text depends on the window, the options and the engine alone.
/// </remarks>
public interface ITranscriber
{
    TranscriberIdentity Identity { get; }

    /// <summary>
    /// Returns a text that changes whenever the words could: it names the engine's version, its settings and the model file's content.
    /// </summary>
    ValueTask<string> GetFingerprintAsync(CancellationToken cancellationToken = default);

    /// <param name="pcm">16 kHz mono samples in [-1, 1], in blocks of any size; read as needed, never held whole.</param>
    /// <returns>To be enumerated once.</returns>
    IPlannedAudio Plan(IAsyncEnumerable<ReadOnlyMemory<float>> pcm);

    /// <summary>Finds the language of audio from its first windows, at most <see cref="WindowsAsked"/>.</summary>
    /// <returns>A BCP 47 tag: the language of <paramref name="options"/> if it is set, else the detected one.</returns>
    /// <exception cref="ModelException">The model is unusable, or does not know the language that is set.</exception>
    Task<string> FindLanguageAsync(
        IReadOnlyList<PreparedWindow> first, TranscriptionOptions options, CancellationToken cancellationToken = default);

    /// <param name="windows">Some or all of the audio's, in order; read as needed.</param>
    /// <param name="options">Without <see cref="TranscriptionOptions.HeardLanguage"/>, the first windows decide the language.</param>
    /// <param name="progress">Receives, in order, how far recognition has come.</param>
    /// <param name="cancellationToken">Takes effect within one decoder step.</param>
    /// <returns>In the windows' order, each as soon as it is ready.</returns>
    /// <exception cref="ModelException">The model is unusable, or does not know the language that is set.</exception>
    IAsyncEnumerable<WindowText> TranscribeAsync(
        IAsyncEnumerable<PreparedWindow> windows,
        TranscriptionOptions options,
        IProgress<TranscriptionProgress>? progress = null,
        CancellationToken cancellationToken = default);

    /// <returns>Segments in order; their times are monotonic.</returns>
    IReadOnlyList<Segment> Join(IReadOnlyList<PlannedWindow> windows, IReadOnlyList<WindowText> texts, IReadOnlyList<Sound> sounds);

    /// <summary>Windows that vote on the language, so that a jingle or a quotation at the start does not decide for the episode.</summary>
    const int WindowsAsked = 3;
}

/// <summary>The windows of a stream of audio, in order, each as soon as its end is known.</summary>
public interface IPlannedAudio : IAsyncEnumerable<PreparedWindow>
{
    /// <summary>The windows that have been returned so far.</summary>
    IReadOnlyList<PlannedWindow> Windows { get; }

    /// <summary>Sounds between the speech so far; complete when the last window has been returned.</summary>
    IReadOnlyList<Sound> Sounds { get; }

    /// <summary>Length of the audio that has been read so far.</summary>
    TimeSpan Position { get; }
}

/// <param name="Samples">16 kHz mono: as many as the plan says, as they were decoded.</param>
public sealed record PreparedWindow(PlannedWindow Plan, ReadOnlyMemory<float> Samples);

/// <summary>What was recognised in one window; the segments may reach into its neighbours.</summary>
/// <param name="Language">The language of the audio, as a BCP 47 tag.</param>
public sealed record WindowText(IReadOnlyList<Segment> Segments, string Language);

/// <param name="Language">
/// The spoken language, as a BCP 47 tag; a model that does not know it refuses. Null to let a multilingual model detect it;
/// English-only models know <c>en</c>.
/// </param>
/// <param name="Prompt">
/// Names and terms that may be spoken, likeliest first, which the model is shown as if they had been said before. Terms beyond
/// the model's budget are left out from the end. Empty for none.
/// </param>
public sealed record TranscriptionOptions(string? Language = null, IReadOnlyList<string>? Prompt = null)
{
    /// <summary>The expected language, as a BCP 47 tag, where <see cref="Language"/> is null; null if none is expected.</summary>
    /// <remarks>Stretches that are clearly in another language are transcribed in it. Ignored if the model does not know it.</remarks>
    public string? LikelyLanguage { get; init; }

    /// <summary>True for English text whatever the spoken language; multilingual models only.</summary>
    public bool Translate { get; init; }

    /// <summary>The language that was detected in the first windows, as a BCP 47 tag; null if there was no detection.</summary>
    public string? HeardLanguage { get; init; }
}

/// <param name="Position">Audio recognised so far, in all windows.</param>
/// <param name="Words">So far.</param>
/// <param name="Language">The language in use, once it is known.</param>
public sealed record TranscriptionProgress(TimeSpan Position, int Words, string? Language);

/// <param name="Engine">The engine's name, such as <c>onnx</c>.</param>
/// <param name="Model">The model, such as <c>base-q5_1</c>, or a file's name.</param>
public sealed record TranscriberIdentity(string Engine, string Model);

/// <summary>The error for an unusable speech model. The message says which model, why and what to do.</summary>
public class ModelException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>True if the model works but does not know the language that was set: another attempt would fail in the same way.</summary>
    public bool RefusesLanguage { get; init; }
}
