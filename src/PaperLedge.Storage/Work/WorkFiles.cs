using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Storage.Work;

/// <summary>Files between the steps of a transcription: plans, pieces of audio and recognised windows.</summary>
/// <remarks>
/// They are stored under <c>{slug}/{revision}/</c>. Each is named by a hash of its content, so that a damaged one is never used.
/// </remarks>
public sealed class WorkFiles(BlobServiceClient blobs)
{
    private readonly BlobContainerClient _container = blobs.GetBlobContainerClient(StorageNames.WorkContainer);

    /// <returns>The plan's name.</returns>
    public Task<string> WritePlanAsync(EpisodeSlug slug, Revision revision, EpisodePlan plan, CancellationToken cancellationToken) =>
        WriteNamedAsync(slug, revision, "plan", plan.ToJson(), cancellationToken);

    /// <exception cref="WorkFileException">The plan is missing, damaged, or another revision's.</exception>
    public async Task<EpisodePlan> ReadPlanAsync(EpisodeSlug slug, Revision revision, string name, CancellationToken cancellationToken)
    {
        var plan = EpisodePlan.FromJson(await ReadNamedAsync(slug, revision, "plan", name, cancellationToken));
        return plan.Revision == revision.Value
            ? plan
            : throw new WorkFileException($"The plan {name} belongs to revision {plan.Revision}, not {revision}.");
    }

    /// <param name="flac">Seekable; is read whole.</param>
    /// <returns>The SHA-256 of the piece, in hexadecimal digits.</returns>
    public async Task<string> WritePieceAsync(EpisodeSlug slug, Revision revision, Stream flac, CancellationToken cancellationToken)
    {
        flac.Position = 0;
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(flac, cancellationToken));
        flac.Position = 0;
        await _container.GetBlobClient(PieceName(slug, revision, hash)).UploadAsync(flac, overwrite: true, cancellationToken);
        return hash;
    }

    /// <summary>Reads a piece as a stream, since a worker's memory should not depend on when the collector frees whole files.</summary>
    /// <param name="read">What it read is to be used only if this method returns.</param>
    /// <exception cref="WorkFileException">The piece is missing or damaged.</exception>
    public async Task ReadPieceAsync(
        EpisodeSlug slug, Revision revision, PlannedPiece piece, Func<Stream, Task> read, CancellationToken cancellationToken)
    {
        var name = PieceName(slug, revision, piece.Sha256);
        using var content = await OpenAsync(name, cancellationToken);
        using var hash = SHA256.Create();
        await using var hashed = new CryptoStream(content.Content, hash, CryptoStreamMode.Read, leaveOpen: true);
        await read(hashed);
        await hashed.CopyToAsync(Stream.Null, cancellationToken);
        if (Convert.ToHexStringLower(hash.Hash!) != piece.Sha256)
        {
            throw Damaged(name);
        }
    }

    /// <param name="texts">By the window's place in its piece.</param>
    /// <returns>The file's name.</returns>
    public Task<string> WriteTextsAsync(
        EpisodeSlug slug, Revision revision, IReadOnlyDictionary<int, WindowText> texts, CancellationToken cancellationToken) =>
        WriteNamedAsync(
            slug,
            revision,
            "text",
            JsonSerializer.SerializeToUtf8Bytes(new SortedDictionary<int, WindowText>(texts.ToDictionary())),
            cancellationToken);

    /// <exception cref="WorkFileException">The file is missing or damaged.</exception>
    public async Task<Dictionary<int, WindowText>> ReadTextsAsync(
        EpisodeSlug slug, Revision revision, string name, CancellationToken cancellationToken) =>
        JsonSerializer.Deserialize<Dictionary<int, WindowText>>(await ReadNamedAsync(slug, revision, "text", name, cancellationToken))!;

    public async Task DeleteAsync(EpisodeSlug slug, Revision revision, CancellationToken cancellationToken)
    {
        await foreach (var blob in _container.GetBlobsAsync(BlobTraits.None, BlobStates.None, Folder(slug, revision), cancellationToken))
        {
            await _container.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: cancellationToken);
        }
    }

    public async IAsyncEnumerable<(EpisodeSlug Slug, Revision Revision)> ListAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var last = "";
        await foreach (var blob in _container.GetBlobsAsync(cancellationToken: cancellationToken))
        {
            var folder = blob.Name[..(blob.Name.LastIndexOf('/') + 1)];
            if (folder != last
                && folder.Split('/') is [var slug, var revision, ""]
                && EpisodeSlug.TryParse(slug, out var parsedSlug)
                && Revision.TryParse(revision, out var parsedRevision))
            {
                yield return (parsedSlug, parsedRevision);
            }

            last = folder;
        }
    }

    private async Task<string> WriteNamedAsync(
        EpisodeSlug slug, Revision revision, string kind, byte[] json, CancellationToken cancellationToken)
    {
        var name = EpisodePlan.NameOf(json);
        await WriteAsync($"{Folder(slug, revision)}{kind}-{name}.json", json, cancellationToken);
        return name;
    }

    private async Task<byte[]> ReadNamedAsync(
        EpisodeSlug slug, Revision revision, string kind, string name, CancellationToken cancellationToken)
    {
        var blob = $"{Folder(slug, revision)}{kind}-{name}.json";
        var json = await ReadAsync(blob, cancellationToken);
        return EpisodePlan.NameOf(json) == name ? json : throw Damaged(blob);
    }

    private async Task WriteAsync(string name, byte[] content, CancellationToken cancellationToken) =>
        await _container.GetBlobClient(name).UploadAsync(BinaryData.FromBytes(content), overwrite: true, cancellationToken);

    private async Task<byte[]> ReadAsync(string name, CancellationToken cancellationToken)
    {
        using var content = await OpenAsync(name, cancellationToken);
        using var bytes = new MemoryStream();
        await content.Content.CopyToAsync(bytes, cancellationToken);
        return bytes.ToArray();
    }

    private async Task<BlobDownloadStreamingResult> OpenAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await _container.GetBlobClient(name).DownloadStreamingAsync(cancellationToken: cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status == (int)HttpStatusCode.NotFound)
        {
            throw new WorkFileException($"The file '{name}' is missing from the container '{StorageNames.WorkContainer}'.");
        }
    }

    private static WorkFileException Damaged(string name) =>
        new($"The file '{name}' in the container '{StorageNames.WorkContainer}' is damaged: its hash does not match.");

    private static string PieceName(EpisodeSlug slug, Revision revision, string sha256) => $"{Folder(slug, revision)}{sha256}.flac";

    private static string Folder(EpisodeSlug slug, Revision revision) => $"{slug.Value}/{revision.Value}/";
}

/// <summary>The error for a file that cannot be used; the audio must be prepared again.</summary>
public sealed class WorkFileException(string message) : Exception(message);
