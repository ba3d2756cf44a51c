using System.Net.Http.Json;
using Azure.Data.Tables;
using PaperLedge.Storage;

namespace PaperLedge.EndToEndTests.App;

/// <summary>The answer of <c>GET /api/episodes</c>, as a client outside reads it.</summary>
internal sealed record Status(ShowStatus Show, EpisodeStatus[] Episodes, UploadStatus[] Uploads);

internal sealed record ShowStatus(string Title, string[] Problems, Uri Feed, string[] FeedErrors);

internal sealed record EpisodeStatus(
    string Slug, string Title, string Status, string? Problem, string[] Warnings, string? Audio, string Guid, DateTimeOffset? Published, Uri? Page);

internal sealed record UploadStatus(string Name, string Status, string? Problem);

internal static class StatusExtensions
{
    /// <returns>The row of the one transcription that was begun; null before that.</returns>
    public static async Task<TableEntity?> FindChunkAsync(this RunningApp app)
    {
        await foreach (var chunk in app.Tables.GetTableClient(StorageNames.ChunksTable).QueryAsync<TableEntity>())
        {
            return chunk;
        }

        return null;
    }

    public static async Task<Status> StatusAsync(this RunningApp app) =>
        await app.Http.GetFromJsonAsync<Status>("api/episodes") ?? throw new InvalidOperationException("The answer is null.");

    public static async Task<EpisodeStatus?> EpisodeAsync(this RunningApp app, string slug) =>
        (await app.StatusAsync()).Episodes.SingleOrDefault(episode => episode.Slug == slug);

    public static async Task<EpisodeStatus> WaitForAsync(this RunningApp app, string slug, string status)
    {
        EpisodeStatus? episode = null;
        await Eventually.IsTrueAsync(
            async () => (episode = await app.EpisodeAsync(slug))?.Status == status, $"episode {slug} is {status} (it is {episode?.Status})", app);
        return episode!;
    }

    public static async Task<UploadStatus> WaitForUploadAsync(this RunningApp app, string name, string status)
    {
        UploadStatus? upload = null;
        await Eventually.IsTrueAsync(
            async () => (upload = (await app.StatusAsync()).Uploads.SingleOrDefault(known => known.Name == name))?.Status == status,
            $"upload {name} is {status}",
            app);
        return upload!;
    }
}
