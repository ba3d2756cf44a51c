using System.Globalization;
using Microsoft.Extensions.Options;
using PaperLedge.Core.Episodes;
using PaperLedge.Speech.Audio;
using PaperLedge.Storage.Uploads;

namespace PaperLedge.Functions.Publishing;

/// <summary>Inspector of uploads: it reads the start, the end, the tags and the index of a file, and no more.</summary>
public sealed class UploadInspector(Inbox inbox, AudioProbe probe, IOptions<AudioOptions> options)
{
    // Tags with artwork come first; what follows the sound is small. Smaller files are read whole.
    private const long Start = 4L << 20;
    private const long End = 1L << 20;

    // For a file whose start is not enough, as with artwork of some megabytes.
    private const long LongStart = 64L << 20;

    /// <param name="encode">As the show has it.</param>
    /// <returns>The audio as the ledger stores it; null if that version of the upload is gone.</returns>
    /// <exception cref="AudioException">The upload cannot be an episode; the message says why.</exception>
    public async Task<AudioFile?> InspectAsync(Upload upload, EncodedFormat? encode, CancellationToken cancellationToken)
    {
        CheckSize(upload);
        using var copy = new TemporaryFile();
        if (await inbox.OpenAsync(upload, cancellationToken) is not { } remote)
        {
            return null;
        }

        await using var file = new PartialCopyStream(upload.BlobName, remote, copy.Path);
        try
        {
            await file.FillAsync(0, Start, cancellationToken);
            await file.FillAsync(upload.Length - End, upload.Length, cancellationToken);
            return ToAudioFile(await ProbeAsync(file, copy.Path, upload, cancellationToken), encode);
        }
        catch (UploadGoneException)
        {
            return null;
        }
    }

    private async Task<AudioProbeResult> ProbeAsync(PartialCopyStream file, string path, Upload upload, CancellationToken cancellationToken)
    {
        try
        {
            return await probe.ProbePartAsync(path, file, upload.BlobName, cancellationToken);
        }
        catch (AudioException exception) when (exception.Problem == AudioProblem.Undecodable && upload.Length > Start)
        {
            await file.FillAsync(0, LongStart, cancellationToken);
            return await probe.ProbePartAsync(path, file, upload.BlobName, cancellationToken);
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
                $"'{upload.BlobName}' has {upload.Length:N0} bytes; at most {options.Value.MaxBytes:N0} are accepted (Audio__MaxBytes). " +
                "Encode it at a lower bit rate, split it, or raise the limit.");
        }
    }

    private static AudioFile ToAudioFile(AudioProbeResult probed, EncodedFormat? wanted)
    {
        var (encode, warning) = ListenerSupport.Decide(probed, wanted);
        return new(
            probed.Extension,
            probed.MediaType,
            probed.Duration,
            new EmbeddedTags(probed.Tags.Title, probed.Tags.Description, Number(probed.Tags.Track)) { Chapters = probed.Chapters })
        {
            Track = probed.Track,
            Channels = probed.Channels,
            ReadsToEnd = probed.ReadsToEnd,
            BeginsLate = probed.BeginsLate,
            Cover = probed.Cover,
            Encode = encode,
            Warnings = warning is null ? probed.Warnings : [.. probed.Warnings, warning],
        };
    }

    // "3" or "3/12".
    private static int? Number(string? text) =>
        int.TryParse(text?.Split('/')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
}
