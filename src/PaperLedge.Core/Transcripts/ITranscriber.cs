namespace PaperLedge.Core.Transcripts;

/// <summary>A speech engine with a model loaded, or ready to be loaded on first use.</summary>
public interface ITranscriber
{
    TranscriberIdentity Identity { get; }

    /// <summary>Turns speech into segments, in order, each as soon as it is final.</summary>
    /// <param name="pcm">16 kHz mono samples in [-1, 1], in blocks of any size; read as needed, never held whole.</param>
    /// <param name="options">Language and the like.</param>
    /// <param name="progress">Told, in order, how far into the audio recognition has come.</param>
    /// <param name="cancellationToken">Answered within one decoder step.</param>
    /// <returns>Segments whose times are monotonic.</returns>
    /// <exception cref="ModelException">The model is missing, corrupt or cannot be downloaded.</exception>
    IAsyncEnumerable<Segment> TranscribeAsync(
        IAsyncEnumerable<ReadOnlyMemory<float>> pcm,
        TranscriptionOptions options,
        IProgress<TranscriptionProgress>? progress = null,
        CancellationToken cancellationToken = default);
}
