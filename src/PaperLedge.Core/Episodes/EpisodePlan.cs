using System.Security.Cryptography;
using System.Text.Json;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Core.Episodes;

/// <summary>How an episode's audio is recognised: its windows, the pieces that hold them, and what they have in common.</summary>
/// <param name="Revision">The revision to which it belongs; another engine version makes another revision.</param>
/// <param name="Duration">Of the whole audio, as decoded.</param>
/// <param name="Options">With the detected language, if there was a detection.</param>
/// <param name="Sounds">Music and noise between the speech, in order.</param>
/// <param name="Pieces">In order; none if nothing is spoken.</param>
public sealed record EpisodePlan(
    string Revision,
    TranscriberIdentity Transcriber,
    TimeSpan Duration,
    TranscriptionOptions Options,
    IReadOnlyList<Sound> Sounds,
    IReadOnlyList<PlannedPiece> Pieces)
{
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this);

    /// <exception cref="JsonException">The file is damaged.</exception>
    public static EpisodePlan FromJson(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<EpisodePlan>(json) ?? throw new JsonException("The plan is empty.");

    /// <returns>A hash of the content.</returns>
    public static string NameOf(ReadOnlySpan<byte> json) => ShortHash.Of(SHA256.HashData(json));
}

/// <summary>Some minutes of an episode that one worker recognises. Its file holds only the samples that its windows read.</summary>
/// <param name="Start">From the start of the audio; the end of the piece before.</param>
/// <param name="End">From the start of the audio.</param>
/// <param name="Samples">In the file: 16 kHz mono.</param>
/// <param name="Sha256">Of the file, in hexadecimal digits.</param>
public sealed record PlannedPiece(TimeSpan Start, TimeSpan End, int Samples, string Sha256, IReadOnlyList<PlannedWindow> Windows);

/// <summary>A window of at most 30 s that the model reads at once, with parts of its neighbours.</summary>
/// <param name="Silence">Length of the audio between the previous window's own part and this one's.</param>
/// <param name="Start">Start of its own part in the audio.</param>
/// <param name="End">End of its own part in the audio.</param>
/// <param name="Offset">Its first sample in the piece.</param>
/// <param name="Length">In samples: whole frames.</param>
/// <param name="Padding">Samples at the end that are not a part of the audio.</param>
/// <param name="Stretches">In order.</param>
/// <param name="Voiced">Speech in its own part, in samples of the window, in order.</param>
/// <param name="OwnStart">Its first own sample; those before it are read only as context.</param>
/// <param name="OwnEnd">First sample of the next window's part, which is read only to see how the sentence continues.</param>
/// <param name="IsHeard">False if <paramref name="Voiced"/> was assumed rather than detected.</param>
public sealed record PlannedWindow(
    TimeSpan Silence,
    TimeSpan Start,
    TimeSpan End,
    long Offset,
    int Length,
    int Padding,
    IReadOnlyList<AudioStretch> Stretches,
    IReadOnlyList<SampleRange> Voiced,
    int OwnStart,
    int OwnEnd,
    bool IsHeard);

/// <param name="At">Its first sample in the window.</param>
/// <param name="Start">The same sample, from the start of the audio.</param>
public sealed record AudioStretch(int At, long Start, int Length);

/// <param name="End">The first sample after it.</param>
public readonly record struct SampleRange(int Start, int End);

/// <summary>A stretch of audible audio without speech.</summary>
/// <param name="Start">From the start of the audio.</param>
/// <param name="IsTonal">True if notes stand out in its spectrum, as in music; false for noise.</param>
public sealed record Sound(TimeSpan Start, TimeSpan End, bool IsTonal)
{
    public string Text => IsTonal ? "[music]" : "[noise]";
}
