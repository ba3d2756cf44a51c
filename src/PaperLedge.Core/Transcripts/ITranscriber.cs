namespace PaperLedge.Core.Transcripts;

/// <summary>A speech engine with a model loaded, or ready to be loaded on first use.</summary>
public interface ITranscriber
{
    TranscriberIdentity Identity { get; }

    /// <summary>
    /// Returns a text that changes whenever the words could: it names the engine's version, its settings and the model file's content.
    /// </summary>
    ValueTask<string> GetFingerprintAsync(CancellationToken cancellationToken = default);

    /// <summary>Turns speech into segments, in order, each as soon as it is final.</summary>
    /// <param name="pcm">16 kHz mono samples in [-1, 1], in blocks of any size; read as needed, never held whole.</param>
    /// <param name="options">Language, prompt and others.</param>
    /// <param name="progress">Receives, in order, how far recognition has come.</param>
    /// <param name="cancellationToken">Takes effect within one decoder step.</param>
    /// <returns>Segments whose times are monotonic.</returns>
    /// <exception cref="ModelException">The model is missing, corrupt or cannot be downloaded.</exception>
    IAsyncEnumerable<Segment> TranscribeAsync(
        IAsyncEnumerable<ReadOnlyMemory<float>> pcm,
        TranscriptionOptions options,
        IProgress<TranscriptionProgress>? progress = null,
        CancellationToken cancellationToken = default);
}

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
    /// <remarks>Stretches that are surely in another language are written in that. Ignored if the model does not know it.</remarks>
    public string? LikelyLanguage { get; init; }

    /// <summary>True for English text whatever the spoken language; multilingual models only.</summary>
    public bool Translate { get; init; }

    /// <summary>Segments of an earlier, interrupted run on the same audio with the same model, from the start and in order.</summary>
    /// <remarks>Stretches that it finished are not recognised again; the result equals that of an uninterrupted run.</remarks>
    public IReadOnlyList<Segment> Earlier { get; init; } = [];
}

/// <param name="Position">Audio recognised so far, from its start.</param>
/// <param name="Words">Words in all segments so far.</param>
/// <param name="Language">The language in use, once it is known.</param>
public sealed record TranscriptionProgress(TimeSpan Position, int Words, string? Language);

/// <summary>The engine and the model of a transcript, for its readers.</summary>
/// <param name="Engine">The engine's name, such as <c>onnx</c>.</param>
/// <param name="Model">The model, such as <c>base-q5_1</c>, or a file's name.</param>
public sealed record TranscriberIdentity(string Engine, string Model);

/// <summary>The error for an unusable speech model. The message says which model, why and what to do.</summary>
public class ModelException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>True if the model works but does not know the language that was set: another attempt would fail in the same way.</summary>
    public bool RefusesLanguage { get; init; }
}
