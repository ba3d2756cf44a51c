namespace PaperLedge.Core.Episodes;

/// <summary>Format of the file that listeners get in place of the upload.</summary>
public enum EncodedFormat
{
    Mp3,

    /// <summary>AAC in an MP4 file.</summary>
    M4a,
}

/// <summary>File that is made from an upload for listeners, because apps cannot play the upload or the show asks for it.</summary>
/// <param name="Extension">Without a dot.</param>
/// <param name="MediaType">Such as <c>audio/mpeg</c>.</param>
public sealed record EncodedAudio(AudioVersion Version, string Extension, string MediaType)
{
    /// <returns>Null if listeners get the upload itself, or if there is none.</returns>
    public static EncodedAudio? Of(Episode episode) => (episode.Audio?.Encode, episode.Upload) switch
    {
        (EncodedFormat.Mp3, { } upload) => new(AudioVersion.Of(upload.ETag, "mp3"), "mp3", "audio/mpeg"),
        (EncodedFormat.M4a, { } upload) => new(AudioVersion.Of(upload.ETag, "m4a"), "m4a", "audio/mp4"),
        _ => null,
    };
}
