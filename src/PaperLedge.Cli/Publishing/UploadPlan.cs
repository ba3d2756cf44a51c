using System.Net;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using PaperLedge.Core.Episodes;
using PaperLedge.Storage;

namespace PaperLedge.Cli.Publishing;

internal enum UploadChange
{
    New,
    Replaced,
    Unchanged,
}

/// <param name="Before">When the version that is stored now was uploaded; null for a new file.</param>
internal sealed record PlannedUpload(ProducerFile File, UploadChange Change, DateTimeOffset? Before);

/// <summary>Compares a producer's files with those in storage: what is new, what is replaced, and what stays as it is.</summary>
internal sealed class UploadPlan
{
    private readonly List<PlannedUpload> _uploads = [];
    private readonly List<string> _problems = [];
    private readonly List<string> _warnings = [];
    private readonly HashSet<EpisodeSlug> _withAudio = [];

    private UploadPlan()
    {
    }

    public IReadOnlyList<PlannedUpload> Uploads => _uploads;

    public IReadOnlyList<ProducerFile> Changed =>
        [.. _uploads.Where(upload => upload.Change != UploadChange.Unchanged).Select(upload => upload.File)];

    /// <summary>What the app would refuse because of other files in storage.</summary>
    public IReadOnlyList<string> Problems => _problems;

    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>The episodes whose audio is or will be in storage.</summary>
    public IReadOnlyList<string> Episodes => [.. Slugs.Where(_withAudio.Contains).Select(slug => slug.Value)];

    /// <summary>The episodes whose sidecar or captions wait for their audio.</summary>
    public IReadOnlyList<string> Waiting => [.. Slugs.Where(slug => !_withAudio.Contains(slug)).Select(slug => slug.Value)];

    private IEnumerable<EpisodeSlug> Slugs => _uploads.Select(upload => upload.File.Slug).OfType<EpisodeSlug>().Distinct();

    /// <param name="artwork">The artwork that the show's settings will name; null if they name none.</param>
    public static async Task<UploadPlan> MakeAsync(
        BlobServiceClient account, IReadOnlyList<ProducerFile> files, string? artwork, CancellationToken cancellationToken)
    {
        var plan = new UploadPlan();
        foreach (var picture in files.Where(file => file.Kind == FileKind.Artwork && file.BlobName != artwork))
        {
            var named = artwork is null ? "no artwork" : $"another artwork, '{artwork}'";
            plan._problems.Add(
                $"'{picture.BlobName}': show.json names {named}. Publish the picture together with the show.json that names it.");
        }

        foreach (var file in files)
        {
            var blob = account.GetBlobContainerClient(file.Container).GetBlobClient(file.BlobName);
            plan._uploads.Add(await CompareAsync(file, blob, cancellationToken));
        }

        foreach (var slug in plan.Slugs)
        {
            var stored = await NamesAsync(account, slug, cancellationToken);
            plan.AddEpisode(slug, [.. files.Where(file => file.Slug == slug).Select(file => file.BlobName)], stored);
        }

        return plan;
    }

    /// <returns>The names of an episode's blobs in the inbox.</returns>
    public static async Task<IReadOnlyList<string>> NamesAsync(
        BlobServiceClient account, EpisodeSlug slug, CancellationToken cancellationToken)
    {
        var container = account.GetBlobContainerClient(StorageNames.EpisodesContainer);
        var names = new List<string>();
        try
        {
            await foreach (var blob in container.GetBlobsAsync(
                new GetBlobsOptions { Prefix = $"{slug.Value}." }, cancellationToken: cancellationToken))
            {
                names.Add(blob.Name);
            }
        }
        catch (RequestFailedException exception) when (IsMissing(exception))
        {
            // The container is made with the first upload.
            names.Clear();
        }

        return names;
    }

    private void AddEpisode(EpisodeSlug slug, IReadOnlyList<string> given, IReadOnlyList<string> stored)
    {
        var audio = given.Where(IsAudio).ToList();
        var others = stored.Where(IsAudio).Except(audio).ToList();
        if (audio.Count > 0 && others.Count > 0)
        {
            _problems.Add(
                $"'{audio[0]}' would be a second file for the episode '{slug}', which is made from '{others[0]}'. To replace that file, " +
                $"withdraw it first ('./paperledge withdraw {slug}': the guid and address stay), or use its format and name.");
        }

        if (audio.Count + others.Count > 0)
        {
            _withAudio.Add(slug);
        }

        if (UploadName.CaptionsOf(slug) is [var first, var second, ..]
            && given.Concat(stored).ToHashSet(StringComparer.Ordinal) is var all && all.Contains(first) && all.Contains(second)
            && (given.Contains(first) || given.Contains(second)))
        {
            _warnings.Add($"'{second}' is ignored as long as '{first}' exists: '{first}' takes precedence.");
        }
    }

    private static bool IsAudio(string blobName) => UploadName.TryParse(blobName, out var name, out _) && name.IsAudio;

    private static async Task<PlannedUpload> CompareAsync(ProducerFile file, BlobClient blob, CancellationToken cancellationToken)
    {
        try
        {
            var stored = (await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
            var isSame = stored.ContentLength == file.File.Length && await HasSameContentAsync(file, blob, stored, cancellationToken);
            return new(file, isSame ? UploadChange.Unchanged : UploadChange.Replaced, stored.LastModified);
        }
        catch (RequestFailedException exception) when (IsMissing(exception))
        {
            return new(file, UploadChange.New, Before: null);
        }
    }

    // Other storage tools may upload in blocks without a hash; then the contents are compared.
    private static async Task<bool> HasSameContentAsync(
        ProducerFile file, BlobClient blob, BlobProperties stored, CancellationToken cancellationToken)
    {
        await using var here = file.File.OpenRead();
        var hash = await Producer.HashAsync(here, cancellationToken);
        if (stored.ContentHash is not { Length: > 0 } known)
        {
            await using var there = await blob.OpenReadAsync(new BlobOpenReadOptions(allowModifications: false), cancellationToken);
            known = await Producer.HashAsync(there, cancellationToken);
        }

        return hash.AsSpan().SequenceEqual(known);
    }

    private static bool IsMissing(RequestFailedException exception) => exception.Status == (int)HttpStatusCode.NotFound;
}
