namespace PaperLedge.Speech.Audio;

/// <summary>A kind of audio file that is accepted. It is detected from the file's content, never from its name.</summary>
public sealed record AudioFormat
{
    public static readonly AudioFormat Mp3 = new("MP3", "audio/mpeg", "mp3", ["mp3"]);
    public static readonly AudioFormat Mp4 =
        new("MP4 (M4A)", "audio/mp4", "mov", ["m4a", "mp4", "m4b", "mov", "3gp"]) { HasTimestamps = true };
    public static readonly AudioFormat Aac = new("AAC (ADTS)", "audio/aac", "aac", ["aac"]);
    public static readonly AudioFormat Wav = new("WAV", "audio/wav", "wav", ["wav"]);
    public static readonly AudioFormat Flac = new("FLAC", "audio/flac", "flac", ["flac"]) { HasTimestamps = true, StatesLength = true };
    public static readonly AudioFormat Ogg = new("Ogg", "audio/ogg", "ogg", ["ogg", "opus", "oga"]) { HasTimestamps = true };
    public static readonly AudioFormat Aiff = Recording("AIFF", "audio/aiff", "aiff", ["aiff", "aif", "aifc"]);
    public static readonly AudioFormat Caf =
        Recording("Core Audio", "audio/x-caf", "caf", ["caf"], hasTimestamps: true);
    public static readonly AudioFormat Wave64 = Recording("Wave64", "audio/x-w64", "w64", ["w64"]);
    public static readonly AudioFormat Matroska =
        Recording("Matroska (WebM)", "audio/webm", "matroska", ["webm", "mka", "mkv"], hasTimestamps: true);
    public static readonly AudioFormat WindowsMedia =
        Recording("Windows Media", "audio/x-ms-wma", "asf", ["wma", "asf"], hasTimestamps: true);
    public static readonly AudioFormat Amr = Recording("AMR", "audio/amr", "amr", ["amr"]);
    public static readonly AudioFormat WavPack =
        Recording("WavPack", "audio/x-wavpack", "wv", ["wv"], hasTimestamps: true, statesLength: true);

    private AudioFormat(string name, string mediaType, string demuxer, IReadOnlyList<string> extensions) =>
        (Name, MediaType, Demuxer, Extensions) = (name, mediaType, demuxer, extensions);

    public static IReadOnlyList<AudioFormat> All { get; } =
        [Mp3, Mp4, Aac, Wav, Flac, Ogg, Aiff, Caf, Wave64, Matroska, WindowsMedia, Amr, WavPack];

    public static string Accepted => "MP3, M4A, AAC, WAV, AIFF, FLAC, Ogg (Opus, Vorbis), WebM or another common kind of audio file";

    public string Name { get; }

    public string MediaType { get; }

    /// <summary>ffmpeg's name for its demuxer; forced, so that no other demuxer ever reads the file.</summary>
    public string Demuxer { get; }

    /// <summary>Usual file name extensions without a dot, the canonical one first.</summary>
    public IReadOnlyList<string> Extensions { get; }

    /// <summary>Whether podcast apps play it, so that an upload can be published as it is.</summary>
    public bool IsForListeners { get; private init; } = true;

    /// <summary>Whether it says when each part of the sound is heard.</summary>
    public bool HasTimestamps { get; private init; }

    /// <summary>Whether a file states how many samples it has, and a cut one still does.</summary>
    public bool StatesLength { get; private init; }

    public override string ToString() => Name;

    // What recorders write, and podcast apps do not play.
    private static AudioFormat Recording(
        string name,
        string mediaType,
        string demuxer,
        IReadOnlyList<string> extensions,
        bool hasTimestamps = false,
        bool statesLength = false) =>
        new(name, mediaType, demuxer, extensions) { IsForListeners = false, HasTimestamps = hasTimestamps, StatesLength = statesLength };
}
