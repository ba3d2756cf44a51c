using System.Runtime.CompilerServices;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.ComponentTests.App;

/// <summary>Reads the audio to its end and says what the test wants.</summary>
internal sealed class ScriptedTranscriber : ITranscriber
{
    private int _runs;

    public TranscriberIdentity Identity { get; set; } = new("scripted", "test");

    /// <summary>Changes with an upgrade of the engine or the model.</summary>
    public string Fingerprint { get; set; } = "scripted 1";

    public IReadOnlyList<Segment> Segments { get; set; } = Say("It was said once.", "And then again.");

    /// <summary>Awaited when the audio is read, before the first segment.</summary>
    public Func<CancellationToken, Task>? Meanwhile { get; set; }

    /// <summary>Called after each segment that was taken, with how many that makes.</summary>
    public Action<int, CancellationToken>? Said { get; set; }

    /// <summary>What it says that it hears, whatever it is told.</summary>
    public string Language { get; set; } = "en";

    public int Runs => _runs;

    public TranscriptionOptions? Options { get; private set; }

    public ValueTask<string> GetFingerprintAsync(CancellationToken cancellationToken = default) => new($"{Identity} {Fingerprint}");

    /// <summary>Segments of ten milliseconds each.</summary>
    public static IReadOnlyList<Segment> Say(params IEnumerable<string> texts) =>
        [.. texts.Select((text, index) => new Segment(TimeSpan.FromMilliseconds(10 * index), TimeSpan.FromMilliseconds(10 * (index + 1)), text, -0.1, 0.01))];

    public async IAsyncEnumerable<Segment> TranscribeAsync(
        IAsyncEnumerable<ReadOnlyMemory<float>> pcm,
        TranscriptionOptions options,
        IProgress<TranscriptionProgress>? progress = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _runs);
        Options = options;
        var samples = 0L;
        await foreach (var block in pcm.WithCancellation(cancellationToken))
        {
            samples += block.Length;
        }

        progress?.Report(new TranscriptionProgress(TimeSpan.FromSeconds(samples / 16_000.0), Segments.Count, Language));
        if (Meanwhile is { } meanwhile)
        {
            await meanwhile(cancellationToken);
        }

        foreach (var (index, segment) in Segments.Index())
        {
            yield return segment;
            Said?.Invoke(index + 1, cancellationToken);
        }
    }
}
