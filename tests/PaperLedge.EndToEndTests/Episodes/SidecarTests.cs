using System.Text;
using PaperLedge.Core.Episodes;
using PaperLedge.EndToEndTests.App;

namespace PaperLedge.EndToEndTests.Episodes;

/// <summary>Metadata from a JSON file beside the audio, in any order.</summary>
[Collection(nameof(AppCollection))]
public class SidecarTests(AppFixture fixture)
{
    private RunningApp App => fixture.App;

    [Fact]
    public async Task A_sidecar_uploaded_after_publication_changes_the_feed_but_not_the_transcript_nor_the_guid()
    {
        await App.UploadAsync("late-words.mp3", await Ffmpeg.ClipAsync("mp3"));
        await App.WaitForAsync("late-words", "published");
        var before = (await App.ItemAsync("late-words"))!;
        var captions = await App.Http.GetStringAsync("episodes/late-words/transcript.srt");

        await SayAsync("late-words", """{"title": "Said later"}""");
        await WaitForTitleAsync("late-words", "Said later");
        var after = (await App.ItemAsync("late-words"))!;

        Assert.Equal(before.Element("guid")!.Value, after.Element("guid")!.Value);
        Assert.Equal(before.Element("enclosure")!.ToString(), after.Element("enclosure")!.ToString());
        Assert.Equal(captions, await App.Http.GetStringAsync("episodes/late-words/transcript.srt"));
    }

    [Fact]
    public async Task A_sidecar_uploaded_before_the_audio_waits_for_it()
    {
        await SayAsync("early-words", """{"title": "Said first", "season": 3}""");
        await App.WaitForUploadAsync("early-words.json", UploadState.Accepted);
        await App.UploadAsync("early-words.mp3", await Ffmpeg.ClipAsync("mp3"));
        await App.WaitForAsync("early-words", "published");

        var item = (await App.ItemAsync("early-words"))!;
        Assert.Equal(("Said first", "3"), (item.Element("title")!.Value, item.Element(Feed.ITunes + "season")!.Value));
    }

    [Fact]
    public async Task A_wrong_field_is_told_and_the_rest_is_published()
    {
        await SayAsync("half-right", """{"title": "Half right", "season": "three", "colour": "blue"}""");
        await App.UploadAsync("half-right.mp3", await Ffmpeg.ClipAsync("mp3"));
        var episode = await App.WaitForAsync("half-right", "published");

        Assert.Equal("Half right", episode.Title);
        Assert.Collection(
            episode.Warnings,
            warning => Assert.Contains("unknown field 'colour'", warning, StringComparison.Ordinal),
            warning => Assert.Contains("'season' must be a whole number", warning, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_broken_sidecar_is_told_and_a_mended_one_clears_it()
    {
        await SayAsync("mended", "{ not json");
        await App.UploadAsync("mended.mp3", await Ffmpeg.ClipAsync("mp3"));
        var episode = await App.WaitForAsync("mended", "held");
        Assert.Contains("mended.json: is not valid JSON at line 1", episode.Problem, StringComparison.Ordinal);
        Assert.Null(await App.ItemAsync("mended"));

        await SayAsync("mended", """{"title": "Whole now"}""");
        await WaitForTitleAsync("mended", "Whole now");
        Assert.Empty((await App.EpisodeAsync("mended"))!.Warnings);
    }

    [Fact]
    public async Task A_deleted_sidecar_counts_no_more()
    {
        await SayAsync("taken-back", """{"title": "Taken back later"}""");
        await App.UploadAsync("taken-back.mp3", await Ffmpeg.ClipAsync("mp3"));
        await App.WaitForAsync("taken-back", "published");

        await App.DeleteAsync("taken-back.json");
        await WaitForTitleAsync("taken-back", "Taken back");
    }

    [Fact]
    public async Task An_episode_with_a_date_to_come_waits_for_it()
    {
        await SayAsync("tomorrow", """{"title": "Tomorrow", "published": "2100-06-01T00:00:00Z"}""");
        await App.UploadAsync("tomorrow.mp3", await Ffmpeg.ClipAsync("mp3"));
        await App.WaitForAsync("tomorrow", "scheduled");
        Assert.Null(await App.ItemAsync("tomorrow"));

        var date = TimeProvider.System.GetUtcNow().AddSeconds(8);
        await SayAsync("tomorrow", $$"""{"title": "Tomorrow", "published": "{{date:yyyy-MM-ddTHH:mm:ssZ}}"}""");
        await App.WaitForAsync("tomorrow", "published");
        Assert.True(TimeProvider.System.GetUtcNow() >= date.AddSeconds(-1));
        Assert.NotNull(await App.ItemAsync("tomorrow"));
    }

    [Fact]
    public async Task A_slip_in_the_date_of_a_scheduled_episode_does_not_let_it_out()
    {
        await SayAsync("embargo", """{"title": "Embargo", "published": "2100-06-01T00:00:00Z"}""");
        await App.UploadAsync("embargo.mp3", await Ffmpeg.ClipAsync("mp3"));
        await App.WaitForAsync("embargo", "scheduled");
        foreach (var slip in (string[])["""{"title": "Embargo", "published": "1 June 2100"}""", "{ not json"])
        {
            await SayAsync("embargo", slip);
            await App.WaitForAsync("embargo", "held");
            Assert.Null(await App.ItemAsync("embargo"));
            await SayAsync("embargo", """{"title": "Embargo", "published": "2100-06-01T00:00:00Z"}""");
            Assert.Equal(2100, (await App.WaitForAsync("embargo", "scheduled")).Published?.Year);
        }
    }

    [Fact]
    public async Task A_sidecar_that_cannot_be_read_leaves_what_is_out()
    {
        await SayAsync("stays-out", """{"title": "Stays as it is", "published": "2026-01-05"}""");
        await App.UploadAsync("stays-out.mp3", await Ffmpeg.ClipAsync("mp3"));
        await App.WaitForAsync("stays-out", "published");
        var before = (await App.ItemAsync("stays-out"))!.ToString();

        await SayAsync("stays-out", "{ not json");
        await Eventually.IsTrueAsync(async () => (await App.EpisodeAsync("stays-out"))!.Warnings.Count == 1, "the slip is told", App);
        Assert.Equal(before, (await App.ItemAsync("stays-out"))!.ToString());
    }

    private Task SayAsync(string slug, string json) => App.UploadAsync($"{slug}.json", Encoding.UTF8.GetBytes(json));

    private Task WaitForTitleAsync(string slug, string title) => Eventually.IsTrueAsync(
        async () => (await App.ItemAsync(slug))?.Element("title")?.Value == title, $"{slug} is called {title}", App);
}
