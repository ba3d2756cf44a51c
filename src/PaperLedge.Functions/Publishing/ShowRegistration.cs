using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Feed;
using PaperLedge.Core.FeedChecks;
using PaperLedge.Core.ProducerFiles;
using PaperLedge.Core.Shows;
using PaperLedge.Functions.Feeds;
using PaperLedge.Functions.Telemetry;
using PaperLedge.Storage;
using PaperLedge.Storage.Blobs;
using PaperLedge.Storage.Ledger;

namespace PaperLedge.Functions.Publishing;

/// <summary>Registration of the show: creates its row once, with its guid, and updates the row when its settings are uploaded.</summary>
public sealed class ShowRegistration(
    LedgerStore ledger,
    ConfigStore config,
    FeedStore feeds,
    PublicUrls urls,
    Announcements announcements,
    TimeProvider time,
    ILogger<ShowRegistration> logger)
{
    private const string Missing =
        "There is no show.json, so the show has no title, description or artwork of its own. Copy samples/show.json, edit it, and " +
        "upload it: ./paperledge publish show.json";

    private static readonly ShowSettings s_unknown = ShowSettingsReader.Default with { Hold = true };

    /// <summary>Creates the row. Its guid is made from the feed's first address and stays when the address changes.</summary>
    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        if (await ledger.HasShowAsync(cancellationToken))
        {
            return;
        }

        await ledger.AddShowAsync(await SubstituteAsync(cancellationToken), cancellationToken);
    }

    /// <returns>A show in place of one whose row is missing or damaged: a new one, unless there was a feed before.</returns>
    internal async Task<Show> SubstituteAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return await feeds.ReadAsync(cancellationToken) is { } feed
            // A version that is higher than any before, so that every instance builds its documents anew. Until show.json is read, nothing
            // new is published.
            ? new Show(FeedGuid.Find(feed.Content) ?? FeedGuid.For(urls.Feed), s_unknown, [], now.ToUnixTimeSeconds(), now)
            : new Show(FeedGuid.For(urls.Feed), ShowSettingsReader.Default, [], Version: 1, now);
    }

    /// <summary>Reads the settings file, and the artwork if it is new, and stores what differs.</summary>
    public async Task RegisterAsync(string blobName, CancellationToken cancellationToken)
    {
        var isArtwork = blobName != StorageNames.ShowSettingsBlob
            && (await ledger.GetShowAsync(cancellationToken)).Value.Settings.Artwork == blobName;
        if (blobName == StorageNames.ShowSettingsBlob || isArtwork)
        {
            await AppTraces.RunStepAsync(
                "RegisterShow",
                traceParent: null,
                new() { ["paperledge.blob"] = blobName },
                () => ConditionalWrite.RepeatAsync("The show's row", () => TryRegisterAsync(cancellationToken)));
        }
    }

    private async Task<bool> TryRegisterAsync(CancellationToken cancellationToken)
    {
        const string BlobName = StorageNames.ShowSettingsBlob;
        // The file is read after the row: if a newer file is registered meanwhile, the write below is refused.
        var stored = await ledger.GetShowAsync(cancellationToken);
        if (await config.ReadAsync(BlobName, cancellationToken) is not { } file)
        {
            var known = stored.Value.Settings == s_unknown ? ShowSettingsReader.Default : stored.Value.Settings;
            return (stored.Value.Problems is [Missing] && known == stored.Value.Settings) || await ledger.ReplaceShowAsync(
                stored.Value with { Problems = [Missing], Settings = known }, stored.ETag, cancellationToken);
        }

        var (show, now) = (stored.Value, time.GetUtcNow());
        var (settings, problems) = ShowSettingsReader.Read(file.Content, BlobName, show.Settings);
        var (guid, guidProblem) = await ChooseGuidAsync(show, settings, cancellationToken);
        problems = guidProblem is null ? problems : [.. problems, guidProblem];
        var artwork = await ReadArtworkAsync(show, settings, cancellationToken);
        settings = settings with { ArtworkTag = artwork.Tag };
        var changed = show with
        {
            FileVersion = file.Version, Problems = problems, ArtworkVersion = artwork.Version, ArtworkProblem = artwork.Problem,
        };
        if (show.Settings == settings && show.FeedGuid == guid && show.Problems.SequenceEqual(problems)
            && changed with { Problems = show.Problems } == show)
        {
            return true;
        }

        if (show.Settings != settings || show.FeedGuid != guid)
        {
            changed = changed with
            {
                Settings = settings, FeedGuid = guid, Version = show.Version + 1, Updated = now, SettingsUpdated = now,
            };
        }

        if (!await ledger.ReplaceShowAsync(changed, stored.ETag, cancellationToken))
        {
            return false;
        }

        EpisodeLog.ShowRead(logger, BlobName);
        foreach (var problem in problems)
        {
            EpisodeLog.ShowWarned(logger, problem);
        }

        await announcements.ChangedAsync(cancellationToken);
        return true;
    }

    private async Task<(Guid Guid, string? Problem)> ChooseGuidAsync(
        Show show, ShowSettings settings, CancellationToken cancellationToken)
    {
        if (settings.Guid is not { } wanted || wanted == show.FeedGuid)
        {
            return (show.FeedGuid, null);
        }

        return await ledger.HasPublishedAsync(cancellationToken)
            ? (show.FeedGuid,
                $"{StorageNames.ShowSettingsBlob}: the guid {wanted} is not used: episodes were published under {show.FeedGuid}, and " +
                "apps would take the show for another one. Remove \"guid\".")
            : (wanted, null);
    }

    // The picture is read only if it was uploaded since. The version is null for an address elsewhere, and for a picture that is missing.
    private async Task<(string? Tag, string? Version, string? Problem)> ReadArtworkAsync(
        Show show, ShowSettings settings, CancellationToken cancellationToken)
    {
        if (settings.Artwork is not { } name)
        {
            return (null, null, $"{StorageNames.ShowSettingsBlob} names no artwork, which directories require: add \"artwork\".");
        }

        if (Uri.IsWellFormedUriString(name, UriKind.Absolute))
        {
            return (null, null, null);
        }

        var version = await config.FindVersionAsync(name, cancellationToken);
        if (version is not null && version == show.ArtworkVersion && name == show.Settings.Artwork
            && show.Settings.ArtworkTag is { } known)
        {
            return (known, version, show.ArtworkProblem);
        }

        if (version is null || await config.ReadAsync(name, cancellationToken) is not { } file)
        {
            var missing = $"The artwork '{name}' is not in the container '{StorageNames.ConfigContainer}', so directories refuse the " +
                $"feed. Upload it there, or correct \"artwork\" in {StorageNames.ShowSettingsBlob}.";
            return (null, null, missing);
        }

        var findings = ArtworkRules.Check($"The artwork '{name}'", file.Content, file.Content.Length)
            .Select(finding => $"{finding.Problem} {finding.Remedy}");
        return (
            ShortHash.Of(SHA256.HashData(file.Content)), version, string.Join(' ', findings) is { Length: > 0 } problem ? problem : null);
    }
}
