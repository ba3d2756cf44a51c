using System.Net.Http.Json;
using Azure.Data.Tables;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Status;
using PaperLedge.Storage;
using PaperLedge.Storage.Uploads;

namespace PaperLedge.EndToEndTests.App;

internal static class StatusExtensions
{
    /// <returns>The row of the one transcription that was begun; null before that.</returns>
    public static async Task<TableEntity?> FindPieceAsync(this RunningApp app)
    {
        await foreach (var piece in app.Tables.GetTableClient(StorageNames.PiecesTable).QueryAsync<TableEntity>("RowKey lt 'plan'"))
        {
            return piece;
        }

        return null;
    }

    public static async Task<StatusReport> StatusAsync(this RunningApp app) =>
        await app.Http.GetFromJsonAsync<StatusReport>("api/episodes") ?? throw new InvalidOperationException("The answer is null.");

    public static async Task<EpisodeReport?> EpisodeAsync(this RunningApp app, string slug) =>
        (await app.StatusAsync()).Episodes.SingleOrDefault(episode => episode.Slug == slug);

    public static async Task<EpisodeReport> WaitForAsync(this RunningApp app, string slug, string status)
    {
        EpisodeReport? episode = null;
        await Eventually.IsTrueAsync(
            async () => (episode = await app.EpisodeAsync(slug))?.Status == status,
            $"episode {slug} is {status} (it is {episode?.Status})",
            app);
        return episode!;
    }

    /// <summary>Waits for long audio: at most as long as its transcription takes on a slow machine.</summary>
    /// <param name="length">Of the audio.</param>
    public static async Task WaitUntilPublishedAsync(this RunningApp app, string slug, TimeSpan length)
    {
        var limit = TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(1) + (length / 4);
        while (await app.EpisodeAsync(slug) is var episode && episode?.Status != "published")
        {
            Assert.True(episode?.Status != "failed", episode?.Problem);
            Assert.True(TimeProvider.System.GetUtcNow() < limit, $"{slug} is {episode?.Status}: {episode?.Problem}");
            await Task.Delay(500);
        }
    }

    public static async Task<UploadRecord> WaitForUploadAsync(this RunningApp app, string name, UploadState state)
    {
        UploadRecord? upload = null;
        await Eventually.IsTrueAsync(
            async () => (upload = await new UploadStore(app.Tables).FindAsync(name, default))?.State == state,
            $"upload {name} is {state}",
            app);
        return upload!;
    }
}
