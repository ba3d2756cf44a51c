using System.Diagnostics;
using System.Text.Json;
using PaperLedge.ComponentTests.App;
using PaperLedge.Core.Episodes;
using PaperLedge.Functions.Publishing;
using PaperLedge.Storage;
using PaperLedge.Storage.Queues;
using PaperLedge.TestSupport;

namespace PaperLedge.ComponentTests.Telemetry;

/// <summary>One trace leads from an upload to its announcement, through queues and instances.</summary>
[Collection(nameof(AzuriteCollection))]
public sealed class TraceTests(AzuriteFixture azurite) : IDisposable
{
    private const int Pieces = 4;

    private readonly SpanRecorder _recorder = new();

    public void Dispose() => _recorder.Dispose();

    [Fact]
    public async Task The_steps_of_an_episode_are_one_trace_from_its_registration_to_its_announcement_on_several_instances()
    {
        using var hub = RecordingServer.Start();
        await using var app = await StartAsync();
        await app.SetUpGoodShowAsync(hub: hub.Url);
        await app.TakeAsync<AnnounceMessage>(StorageNames.AnnounceQueue);
        var second = Script(app.AddInstance());

        await app.RegisterAsync("talk.wav", await Clips.Wave);
        await app.PrepareAllAsync(second);
        foreach (var instance in (AppInstance[])[app.First, second, app.First, second])
        {
            await instance.TranscriptionJob.RunAsync((await app.TakeAsync<WorkMessage>(StorageNames.TranscribeQueue))!, default);
        }

        await second.Announcements.AnnounceAsync((await app.TakeAsync<AnnounceMessage>(StorageNames.AnnounceQueue))!, default);

        var registered = _recorder.Single("RegisterEpisode");
        var trace = _recorder.Spans.Where(span => span.TraceId == registered.TraceId).ToList();
        var (prepared, published) = (_recorder.Single("PrepareEpisode"), _recorder.Single("PublishEpisode"));
        var pieces = _recorder.All("TranscribePiece");
        Assert.Equal(default, registered.ParentSpanId);
        Assert.Equal(registered.SpanId, prepared.ParentSpanId);
        Assert.Equal(Pieces, pieces.Count);
        Assert.All(pieces, piece => Assert.Equal(prepared.SpanId, piece.ParentSpanId));
        Assert.Equal([0, 1, 2, 3], pieces.Select(piece => (int)piece.GetTagItem("paperledge.piece")!).Order());
        Assert.Equal(pieces[^1].SpanId, published.ParentSpanId);
        Assert.Equal(published.SpanId, _recorder.Single("AnnounceChange").ParentSpanId);
        Assert.Equal(
            ["RegisterEpisode", "PrepareEpisode", .. Enumerable.Repeat("TranscribePiece", Pieces - 1), "PublishEpisode", "TranscribePiece",
                "AnnounceChange"],
            trace.Select(span => span.OperationName));
        Assert.All(trace.SkipLast(1), span => Assert.Equal("talk", span.GetTagItem("paperledge.slug")));
        Assert.All(trace, span => Assert.Equal(ActivityStatusCode.Unset, span.Status));
    }

    [Fact]
    public async Task An_attempt_that_fails_is_recorded_with_its_exception_and_the_next_one_is_in_the_same_trace()
    {
        await using var app = await StartAsync();
        await app.RegisterAsync("talk.wav", await Clips.Wave);
        var message = await app.NextMessageAsync();
        app.First.Speech.Meanwhile = _ => throw new InvalidOperationException("The model is ill.");
        await Assert.ThrowsAsync<InvalidOperationException>(() => app.First.TranscriptionJob.RunAsync(message, default));
        app.First.Speech.Meanwhile = null;

        await app.First.TranscriptionJob.RunAsync(message, default);

        var (failed, done) = (_recorder.All("TranscribePiece")[0], _recorder.All("TranscribePiece")[1]);
        Assert.Equal((ActivityStatusCode.Error, "The model is ill."), (failed.Status, failed.StatusDescription));
        Assert.Equal("exception", Assert.Single(failed.Events).Name);
        Assert.Equal(ActivityStatusCode.Unset, done.Status);
        Assert.Equal(
            (1, 2), ((int)failed.GetTagItem("paperledge.attempt")!, (int)done.GetTagItem("paperledge.attempt")!));
        Assert.Equal(_recorder.Single("RegisterEpisode").TraceId, failed.TraceId);
        Assert.Equal(failed.TraceId, done.TraceId);
    }

    [Fact]
    public async Task An_upload_that_is_refused_is_an_error_of_its_registration()
    {
        await using var app = await StartAsync();

        await app.UploadAsync("talk.mp3", "This is not audio.");
        await app.First.UploadRegistration.RegisterAsync("talk.mp3", default);

        var registered = _recorder.Single("RegisterEpisode");
        Assert.Equal(
            (ActivityStatusCode.Error, (await app.EpisodeAsync("talk")).Problem), (registered.Status, registered.StatusDescription));
    }

    [Theory]
    [InlineData("")]
    [InlineData(""", "TraceParent": null""")]
    [InlineData(""", "TraceParent": "something else"}""")]
    public async Task A_message_without_a_context_that_can_be_read_begins_a_trace(string context)
    {
        await using var app = await StartAsync();
        var episode = await app.RegisterAsync("talk.wav", await Clips.Wave);
        var text = $$"""{"Slug": "talk", "Revision": "{{episode.Wanted}}", "Piece": null, "Encode": false{{context.TrimEnd('}')}}}""";

        await app.First.TranscriptionJob.RunAsync(JsonSerializer.Deserialize<WorkMessage>(text, JsonSerializerOptions.Web)!, default);

        var prepared = _recorder.Single("PrepareEpisode");
        Assert.Equal(default, prepared.ParentSpanId);
        Assert.NotEqual(_recorder.Single("RegisterEpisode").TraceId, prepared.TraceId);
    }

    [Fact]
    public async Task The_hosts_invocation_is_linked_and_does_not_decide_whether_the_trace_is_recorded()
    {
        await using var app = await StartAsync();
        await app.UploadAsync("talk.wav", await Clips.Wave);
        using var invocation = new Activity("invocation").Start();

        await app.First.UploadRegistration.RegisterAsync("talk.wav", default);

        var registered = _recorder.Single("RegisterEpisode");
        Assert.NotEqual(invocation.TraceId, registered.TraceId);
        Assert.Equal([invocation.Context], registered.Links.Select(link => link.Context));
        Assert.Same(invocation, Activity.Current);
    }

    [Fact]
    public async Task Work_that_Tidy_queues_again_continues_the_trace_of_Tidy()
    {
        await using var app = await StartAsync();
        await app.RegisterAsync("talk.wav", await Clips.Wave);
        await app.TakeAsync<WorkMessage>(StorageNames.PrepareQueue);
        app.Clock.Advance(TimeSpan.FromSeconds(new TidyOptions().StalledSeconds + 1));

        await app.First.TidyJob.RunAsync(default);
        await app.TranscribeAllAsync(app.First);

        Assert.Equal(EpisodeStatus.Published, (await app.EpisodeAsync("talk")).Status);
        Assert.Equal(_recorder.Single("Tidy").SpanId, _recorder.Single("PrepareEpisode").ParentSpanId);
    }

    private async Task<TestApp> StartAsync()
    {
        var app = await azurite.StartAppAsync(("Transcription:PieceSeconds", "0.5"));
        Script(app.First);
        return app;
    }

    private static AppInstance Script(AppInstance instance)
    {
        instance.Speech.WindowLength = TimeSpan.FromSeconds(0.5);
        return instance;
    }
}
