using System.Globalization;
using PaperLedge.Core.Episodes;
using PaperLedge.Speech.Audio;
using PaperLedge.Storage.Uploads;

namespace PaperLedge.Functions.Publishing;

/// <summary>An upload for ffmpeg: a stream, or a local copy where the format's index comes last. Disposing it deletes the copy.</summary>
internal sealed class UploadedAudio : IAsyncDisposable
{
    private readonly TemporaryFile? _copy;

    private UploadedAudio(AudioSource source, AudioProbeResult probed, TemporaryFile? copy) =>
        (Source, Probed, _copy) = (source, probed, copy);

    public AudioSource Source { get; }

    public AudioProbeResult Probed { get; }

    /// <param name="audio">The result of the upload's registration.</param>
    /// <returns>Null if that version of the upload is gone.</returns>
    /// <exception cref="AudioException">The upload must be copied to the temporary disk, which is too full.</exception>
    public static async Task<UploadedAudio?> OpenAsync(Inbox inbox, Upload upload, AudioFile audio, CancellationToken cancellationToken)
    {
        var format = AudioFormat.All.First(format => format.Extensions.Contains(audio.Extension));
        var probed = new AudioProbeResult(
            format, audio.Duration, Codec: "", audio.Channels, SampleRate: 0, new AudioTags(), upload.BlobName)
        {
            Track = audio.Track,
            ReadsToEnd = audio.ReadsToEnd,
            BeginsLate = audio.BeginsLate,
        };
        if (await inbox.OpenAsync(upload, cancellationToken) is not { } stream)
        {
            return null;
        }

        if (await AudioStructure.IsStreamableAsync(format, stream, cancellationToken))
        {
            stream.Position = 0;
            return new UploadedAudio(AudioSource.Of(stream), probed, copy: null);
        }

        await stream.DisposeAsync();
        CheckSpace(upload, audio);
        var copy = new TemporaryFile();
        try
        {
            if (await inbox.DownloadAsync(upload, copy.Path, cancellationToken))
            {
                return new UploadedAudio(AudioSource.File(copy.Path), probed, copy);
            }
        }
        catch
        {
            copy.Dispose();
            throw;
        }

        copy.Dispose();
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        _copy?.Dispose();
        if (Source.Stream is { } stream)
        {
            await stream.DisposeAsync();
        }
    }

    private static string Remedy(AudioFile audio) => AudioFormat.Mp4.Extensions.Contains(audio.Extension)
        ? "Put the index first (ffmpeg -i IN -c copy -movflags +faststart OUT) and upload it again"
        : "Export the episode as MP3, M4A or FLAC";

    private static void CheckSpace(Upload upload, AudioFile audio)
    {
        var free = TemporaryFile.FreeBytes;
        if (free < upload.Length)
        {
            throw new AudioException(
                AudioProblem.DiskFull,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"'{upload.BlobName}' has its index at the end, so it must be copied to the temporary disk before it is decoded: ") +
                $"{upload.Length:N0} bytes, but only {free:N0} are free. " +
                $"{Remedy(audio)}, or give the app a larger disk.");
        }
    }
}
