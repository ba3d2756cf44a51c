namespace PaperLedge.Whisper.Audio;

/// <summary>What is known of an audio file before it is decoded.</summary>
/// <param name="Format">Read from the content.</param>
/// <param name="Duration">Of the first audio stream: declared by the file, or measured where a file declares none.</param>
/// <param name="Codec">ffmpeg's name, such as <c>opus</c>.</param>
/// <param name="Channels">1 or more.</param>
/// <param name="SampleRate">Hz.</param>
/// <param name="DisplayName">What to call the file in messages.</param>
public sealed record AudioProbeResult(
    AudioFormat Format,
    TimeSpan Duration,
    string Codec,
    int Channels,
    int SampleRate,
    AudioTags Tags,
    string DisplayName);
