namespace PaperLedge.Speech.Audio;

/// <summary>A kind of audio file that is accepted. It is detected from the file's content, never from its name.</summary>
public sealed record AudioFormat
{
    public static readonly AudioFormat Mp3 = new("MP3", "audio/mpeg", "mp3", ["mp3"]);
    public static readonly AudioFormat Mp4 = new("MP4 (M4A)", "audio/mp4", "mov", ["m4a", "mp4", "m4b"]);
    public static readonly AudioFormat Aac = new("AAC (ADTS)", "audio/aac", "aac", ["aac"]);
    public static readonly AudioFormat Wav = new("WAV", "audio/wav", "wav", ["wav"]);
    public static readonly AudioFormat Flac = new("FLAC", "audio/flac", "flac", ["flac"]);
    public static readonly AudioFormat Ogg = new("Ogg", "audio/ogg", "ogg", ["ogg", "opus", "oga"]);

    private AudioFormat(string name, string mediaType, string demuxer, IReadOnlyList<string> extensions) =>
        (Name, MediaType, Demuxer, Extensions) = (name, mediaType, demuxer, extensions);

    public static IReadOnlyList<AudioFormat> All { get; } = [Mp3, Mp4, Aac, Wav, Flac, Ogg];

    public static string Accepted => "MP3, M4A, AAC, WAV, FLAC or Ogg (Opus, Vorbis)";

    public string Name { get; }

    public string MediaType { get; }

    /// <summary>ffmpeg's name for its demuxer; forced, so that no other demuxer ever reads the file.</summary>
    public string Demuxer { get; }

    /// <summary>Usual file name extensions without a dot, the canonical one first.</summary>
    public IReadOnlyList<string> Extensions { get; }

    public override string ToString() => Name;
}
