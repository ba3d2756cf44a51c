using System.Globalization;
using Microsoft.Extensions.Options;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.ProducerFiles;
using PaperLedge.Speech.Audio;
using PaperLedge.Storage.Uploads;

namespace PaperLedge.Functions.Publishing;

/// <summary>Inspector that downloads an upload and probes its audio.</summary>
public sealed class UploadInspector(Inbox inbox, AudioProbe probe, IOptions<AudioOptions> options)
{
    /// <returns>Null if that version of the upload is gone.</returns>
    /// <exception cref="AudioException">The upload cannot be an episode; the message says why.</exception>
    public async Task<InspectedUpload?> InspectAsync(Upload upload, CancellationToken cancellationToken)
    {
        CheckSize(upload);
        var path = InspectedUpload.NewPath();
        try
        {
            if (await inbox.DownloadAsync(upload, path, cancellationToken))
            {
                return new InspectedUpload(path, await probe.ProbeAsync(path, upload.BlobName, cancellationToken));
            }

            File.Delete(path);
            return null;
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    private void CheckSize(Upload upload)
    {
        if (upload.Length == 0)
        {
            throw new AudioException(AudioProblem.Empty, $"'{upload.BlobName}' is empty (0 bytes). Upload it again.");
        }

        if (upload.Length > options.Value.MaxBytes)
        {
            throw new AudioException(
                AudioProblem.TooLarge,
                $"'{upload.BlobName}' has {upload.Length} bytes, more than the limit of {options.Value.MaxBytes}. " +
                "Encode it at a lower bit rate, split it, or raise Audio__MaxBytes.");
        }
    }
}

// ffmpeg seeks in its input, which a blob's stream cannot do.
/// <summary>Local copy of an upload, and the audio that it holds. Disposing it deletes the copy.</summary>
public sealed class InspectedUpload(string path, AudioProbeResult probed) : IDisposable
{
    private const string Prefix = "paperledge-";
    private const string Extension = ".tmp";

    private static readonly string[] s_dateFormats = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    // Longer than any work on a file takes.
    private static readonly TimeSpan s_abandonedAfter = TimeSpan.FromDays(1);

    public string Path { get; } = path;

    public AudioProbeResult Probed { get; } = probed;

    /// <summary>Audio file as the ledger stores it.</summary>
    public AudioFile Audio { get; } = new(
        probed.Format.Extensions[0],
        probed.Format.MediaType,
        probed.Duration,
        new EmbeddedTags(probed.Tags.Title, probed.Tags.Description, Date(probed.Tags.Date), Number(probed.Tags.Track)));

    /// <summary>Deletes the copies that killed processes left.</summary>
    /// <returns>The files that could not be deleted, such as another user's.</returns>
    public static IReadOnlyList<string> DeleteAbandoned(DateTimeOffset now)
    {
        var kept = new List<string>();
        var left = new DirectoryInfo(System.IO.Path.GetTempPath())
            .EnumerateFiles($"{Prefix}*{Extension}")
            .Where(file => file.LastWriteTimeUtc < now.UtcDateTime - s_abandonedAfter);
        foreach (var file in left)
        {
            try
            {
                file.Delete();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                kept.Add(file.FullName);
            }
        }

        return kept;
    }

    public void Dispose() => File.Delete(Path);

    internal static string NewPath() => System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"{Prefix}{Guid.NewGuid():N}{Extension}");

    // A year alone, as music has it, is not enough to order a feed by.
    private static DateTimeOffset? Date(string? text) =>
        DateTimeOffset.TryParseExact(text, s_dateFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
        && Dates.ArePossible(date)
            ? date
            : null;

    // "3" or "3/12".
    private static int? Number(string? text) =>
        int.TryParse(text?.Split('/')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
}
