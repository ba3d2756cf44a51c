using System.Net;
using PaperLedge.ComponentTests.App;
using PaperLedge.Functions.Publishing;
using PaperLedge.Storage;
using PaperLedge.Storage.Queues;
using PaperLedge.TestSupport;

namespace PaperLedge.ComponentTests.Telemetry;

/// <summary>What the app measures of real work.</summary>
[Collection(nameof(AzuriteCollection))]
public sealed class MetricTests(AzuriteFixture azurite) : IDisposable
{
    private readonly MeasurementRecorder _recorder = new();

    public void Dispose() => _recorder.Dispose();

    [Fact]
    public async Task Audio_speed_and_attempts_are_measured_piece_by_piece()
    {
        await using var app = await StartAsync();
        // Twice as fast as speech.
        app.First.Speech.Meanwhile = _ =>
        {
            app.Clock.Advance(TimeSpan.FromSeconds(0.25));
            return Task.CompletedTask;
        };

        await app.RegisterAsync("talk.wav", await Clips.Wave);
        await app.TranscribeAllAsync(app.First);

        Assert.Equal([(0.5, ""), (0.5, ""), (0.5, ""), (0.5, "")], _recorder.Of("paperledge.transcription.audio"));
        Assert.Equal([(2, ""), (2, ""), (2, ""), (2, "")], _recorder.Of("paperledge.transcription.speed"));
        Assert.Equal(
            [(1, "step=prepare"), .. Enumerable.Repeat((1d, "step=transcribe"), 4)], _recorder.Of("paperledge.attempts"));
        Assert.Equal(
            [(0, "step=prepare outcome=completed"), .. Enumerable.Repeat((0.25, "step=transcribe outcome=completed"), 4)],
            _recorder.Of("paperledge.attempt.duration"));
    }

    [Fact]
    public async Task Attempts_that_fail_or_are_interrupted_are_measured_as_such()
    {
        await using var app = await StartAsync();
        await app.RegisterAsync("talk.wav", await Clips.Wave);
        var message = await app.NextMessageAsync();
        app.First.Speech.Meanwhile = _ => throw new InvalidOperationException("The model is ill.");
        await Assert.ThrowsAsync<InvalidOperationException>(() => app.First.TranscriptionJob.RunAsync(message, default));
        using var timeout = new CancellationTokenSource();
        app.First.Speech.Meanwhile = async token =>
        {
            await timeout.CancelAsync();
            token.ThrowIfCancellationRequested();
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => app.First.TranscriptionJob.RunAsync(message, timeout.Token));
        var stopped = app.AddInstance();
        stopped.Speech.Meanwhile = token =>
        {
            stopped.Get<Microsoft.Extensions.Hosting.IHostApplicationLifetime>().StopApplication();
            token.ThrowIfCancellationRequested();
            return Task.CompletedTask;
        };
        await stopped.TranscriptionJob.RunAsync(message, default);

        Assert.Equal(
            ["outcome=error", "outcome=error", "outcome=interrupted"],
            _recorder.Of("paperledge.attempt.duration").Skip(1).Select(measured => measured.Attributes.Split(' ')[1]));
    }

    [Fact]
    public async Task Tidy_measures_how_long_the_oldest_message_of_each_queue_has_waited()
    {
        await using var app = await StartAsync();
        await app.RegisterAsync("talk.wav", await Clips.Wave);
        app.Clock.Advance(TimeSpan.FromMinutes(10));

        await app.First.TidyJob.RunAsync(default);

        var ages = _recorder.Of("paperledge.queue.age");
        Assert.Equal(["queue=prepare", "queue=transcribe", "queue=announce"], ages.Select(age => age.Attributes));
        // The test's clock is a minute ahead of Azurite's, and a busy machine takes its time.
        Assert.InRange(ages[0].Value, 600, 800);
        Assert.Equal([0, 0], ages.Skip(1).Select(age => age.Value));
    }

    [Fact]
    public async Task Tidy_does_not_ask_for_ages_that_nobody_wants()
    {
        _recorder.Dispose();
        await using var app = await StartAsync();

        await app.First.TidyJob.RunAsync(default);

        Assert.DoesNotContain(
            app.First.Storage.Reads, request => request.Contains($"/{StorageNames.PrepareQueue}/messages", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(HttpStatusCode.NoContent, "success")]
    [InlineData(HttpStatusCode.InternalServerError, "failure")]
    public async Task Each_notification_is_counted_with_its_outcome(HttpStatusCode answer, string outcome)
    {
        using var hub = RecordingServer.Start();
        hub.Answer = answer;
        await using var app = await StartAsync();
        await app.SetUpGoodShowAsync(hub: hub.Url);
        var message = (await app.TakeAsync<AnnounceMessage>(StorageNames.AnnounceQueue))!;

        await Record.ExceptionAsync(() => app.First.Announcements.AnnounceAsync(message, default));

        Assert.Equal([(1, $"target=websub outcome={outcome}")], _recorder.Of("paperledge.notifications"));
    }

    private async Task<TestApp> StartAsync()
    {
        var app = await azurite.StartAppAsync(
            ("Transcription:PieceSeconds", "0.5"), ($"{TidyOptions.Section}:StalledSeconds", "86400"));
        app.First.Speech.WindowLength = TimeSpan.FromSeconds(0.5);
        return app;
    }
}
