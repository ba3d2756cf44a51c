using PaperLedge.Benchmarks.Scaling;
using PaperLedge.ComponentTests.App;
using PaperLedge.Core.Transcripts;
using PaperLedge.Storage;
using PaperLedge.Storage.Queues;

namespace PaperLedge.ComponentTests.Storage;

/// <summary>The figures with which <c>bench scaling</c> reckons are what the app asks of storage.</summary>
[Collection(nameof(AzuriteCollection))]
public class RequestCountTests(AzuriteFixture azurite, ITestOutputHelper output)
{
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task An_episode_costs_as_many_requests_as_the_simulation_says(int pieces)
    {
        // Two seconds of audio.
        var length = TimeSpan.FromSeconds(2.0 / pieces);
        await using var app = await azurite.StartAppAsync(
            ("Transcription:PieceSeconds", length.TotalSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        await app.SetUpGoodShowAsync();
        app.First.Speech.WindowLength = length;
        app.First.Speech.Segments =
            [.. Enumerable.Range(0, pieces)
                .Select(piece => new Segment(piece * length, (piece * length) + (length / 2), $"Piece {piece}.", -0.1, 0.01))];
        await app.RegisterAsync("earlier.wav", await Clips.Wave);
        await app.TranscribeAllAsync(app.First);

        await app.UploadAsync("talk.wav", await Clips.Wave);
        var registration = await CountAsync("registration", () => app.First.UploadRegistration.RegisterAsync("talk.wav", default));
        var preparation = await CountAsync("preparation", () => RunAsync(StorageNames.PrepareQueue));
        for (var piece = 0; piece < pieces - 1; piece++)
        {
            Assert.Equal(RequestCounts.AppPiece, await CountAsync("piece", () => RunAsync(StorageNames.TranscribeQueue)));
        }

        var last = await CountAsync("last piece", () => RunAsync(StorageNames.TranscribeQueue));
        Assert.Equal(
            (RequestCounts.AppRegistration,
                RequestCounts.AppPreparation + (RequestCounts.AppPreparationOfPiece * pieces),
                RequestCounts.AppPiece + RequestCounts.AppPublication + (RequestCounts.AppPublicationOfPiece * pieces)),
            (registration, preparation, last));

        async Task RunAsync(string queue) => await app.First.TranscriptionJob.RunAsync((await app.TakeAsync<WorkMessage>(queue))!, default);

        async Task<int> CountAsync(string what, Func<Task> work)
        {
            app.First.Storage.Forget();
            await work();
            var requests = app.First.Storage.Reads.Concat(app.First.Storage.Writes).ToList();
            output.WriteLine($"{what}, {requests.Count}:\n  {string.Join("\n  ", requests)}");
            return requests.Count;
        }
    }
}
