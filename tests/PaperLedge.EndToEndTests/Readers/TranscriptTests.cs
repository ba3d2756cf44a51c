using System.Net;
using CliWrap.Buffered;
using PaperLedge.EndToEndTests.App;

namespace PaperLedge.EndToEndTests.Readers;

/// <summary>What players and people do with the transcripts.</summary>
[Collection(nameof(AppCollection))]
public sealed class TranscriptTests(AppFixture fixture) : IAsyncLifetime
{
    private const string Slug = "read-by-people";

    private RunningApp App => fixture.App;

    public async ValueTask InitializeAsync()
    {
        if (await App.EpisodeAsync(Slug) is null)
        {
            await App.UploadAsync($"{Slug}.mp3", await Ffmpeg.ClipAsync("mp3", seconds: 12));
            await App.WaitForAsync(Slug, "published");
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("vtt", "text/vtt", "WEBVTT")]
    [InlineData("srt", "application/x-subrip", "1\n00:00:")]
    [InlineData("json", "application/json", "{")]
    [InlineData("html", "text/html", "<!DOCTYPE html>")]
    [InlineData("txt", "text/plain", "Read by people")]
    public async Task Every_format_is_served_with_its_type_to_scripts_of_any_site(string format, string type, string beginning)
    {
        using var answer = await App.Http.GetAsync($"episodes/{Slug}/transcript.{format}");

        Assert.Equal((HttpStatusCode.OK, type), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal("*", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.StartsWith(beginning, await answer.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
        using var again = new HttpRequestMessage(HttpMethod.Get, answer.RequestMessage!.RequestUri)
        {
            Headers = { IfNoneMatch = { answer.Headers.ETag! } }
        };
        using var second = await App.Http.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Theory]
    [InlineData("vtt", "webvtt")]
    [InlineData("srt", "srt")]
    public async Task Ffmpeg_reads_the_captions(string format, string demuxer)
    {
        var captions = await App.Http.GetStringAsync($"episodes/{Slug}/transcript.{format}");
        var answer = await global::CliWrap.Cli.Wrap("ffmpeg")
            .WithArguments(["-v", "warning", "-f", demuxer, "-i", "pipe:", "-f", "srt", "pipe:"])
            .WithStandardInputPipe(global::CliWrap.PipeSource.FromString(captions))
            .ExecuteBufferedAsync();

        Assert.Empty(answer.StandardError);
        var cues = answer.StandardOutput.Split(" --> ").Length - 1;
        Assert.Equal(captions.Split(" --> ").Length - 1, cues);
        Assert.True(cues > 0);
    }

    [Theory]
    [InlineData("episodes/read-by-people/transcript.doc")]
    [InlineData("episodes/no-such-episode/transcript.vtt")]
    [InlineData("episodes/..%2F/transcript.vtt")]
    public async Task What_does_not_exist_is_a_404_that_says_so(string address)
    {
        using var answer = await App.Http.GetAsync(address);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }
}
