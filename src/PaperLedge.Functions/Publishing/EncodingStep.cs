using System.Globalization;
using Microsoft.Extensions.Logging;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Pages;
using PaperLedge.Core.Shows;
using PaperLedge.Speech.Audio;
using PaperLedge.Storage.Blobs;
using PaperLedge.Storage.Ledger;
using PaperLedge.Storage.Uploads;

namespace PaperLedge.Functions.Publishing;

/// <summary>Encoding of the file that listeners get in place of the upload, which is kept.</summary>
public sealed class EncodingStep(
    Inbox inbox, AudioEncoder encoder, MediaStore media, ConfigStore config, LedgerStore ledger, ILogger<EncodingStep> logger)
{
    /// <returns>False if the upload's version is gone, or if nothing is to be encoded.</returns>
    internal async Task<bool> RunAsync(WorkItem item, Episode episode, WorkLease lease, CancellationToken cancellationToken)
    {
        if (EncodedAudio.Of(episode) is not { } encoded)
        {
            return false;
        }

        await using var file = await UploadedAudio.OpenAsync(inbox, episode.Upload!, episode.Audio!, cancellationToken);
        if (file is null)
        {
            return false;
        }

        CheckSpace(episode);
        if (!double.TryParse(lease.State.Result, CultureInfo.InvariantCulture, out var gain))
        {
            gain = await encoder.FindGainAsync(file.Source, file.Probed, cancellationToken);
            lease.Keep(gain.ToString(CultureInfo.InvariantCulture));
        }

        using var target = new TemporaryFile();
        var tags = await TagsAsync(episode, cancellationToken);
        while (!await TryEncodeAsync(tags))
        {
            // A cover behind the sound is not found in a stream, and artwork may be damaged.
            tags = tags.Cover is null ? tags with { Artwork = null } : tags with { Cover = null };
        }

        await media.WriteAsync(item.Slug, encoded, target.Path, cancellationToken);
        return true;

        async Task<bool> TryEncodeAsync(FileTags written)
        {
            var (format, progress) = (episode.Audio!.Encode!.Value, new LeaseProgress(lease));
            try
            {
                await encoder.EncodeAsync(file.Source, file.Probed, gain, format, written, target.Path, progress, cancellationToken);
                return true;
            }
            catch (AudioException exception) when (exception.Problem == AudioProblem.Undecodable && written.HasPicture)
            {
                EpisodeLog.EncodesWithoutPicture(logger, item.Slug.Value, exception.Message);
                return false;
            }
        }
    }

    private static void CheckSpace(Episode episode)
    {
        var audio = episode.Audio!;
        var needed = (long)(audio.Duration.TotalSeconds * AudioEncoder.BitRate(audio.Channels) / 8);
        var free = TemporaryFile.FreeBytes;
        if (free < needed)
        {
            throw new AudioException(
                AudioProblem.DiskFull,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The file for listeners has about {needed:N0} bytes, and only {free:N0} are free on the temporary disk. ") +
                "Give the app a larger disk, or upload MP3 or M4A and remove \"encode\" from show.json.");
        }
    }

    private async Task<FileTags> TagsAsync(Episode episode, CancellationToken cancellationToken)
    {
        var show = (await ledger.GetShowAsync(cancellationToken)).Value.Settings;
        var audio = episode.Audio!;
        var (sidecar, _, _) = await Publisher.ReadSidecarAsync(inbox, episode.Slug, audio.Duration, cancellationToken);
        var metadata = MetadataMerger.Merge(episode.Slug, sidecar, audio.Tags, show, episode.FirstSeen);
        return new FileTags(
            metadata.Title,
            show.Author,
            show.Title,
            ShowNotes.ToText(metadata.ShowNotes),
            metadata.Published,
            metadata.Episode,
            metadata.Details.Chapters,
            audio.Cover,
            await ReadArtworkAsync(show, cancellationToken));
    }

    // An address on another site is not read.
    private async Task<byte[]?> ReadArtworkAsync(ShowSettings show, CancellationToken cancellationToken) =>
        show.Artwork is { } name
        && !Uri.IsWellFormedUriString(name, UriKind.Absolute)
        && await config.ReadAsync(name, cancellationToken) is { } artwork
        && artwork.Content is [0xFF, 0xD8, ..] or [0x89, (byte)'P', (byte)'N', (byte)'G', ..]
            ? artwork.Content
            : null;

    private sealed class LeaseProgress(WorkLease lease) : IProgress<TimeSpan>
    {
        public void Report(TimeSpan value) => lease.Report(new(value, 0, null));
    }
}
