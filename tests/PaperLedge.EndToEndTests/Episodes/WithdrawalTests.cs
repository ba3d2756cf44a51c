using System.Net;
using PaperLedge.EndToEndTests.App;

namespace PaperLedge.EndToEndTests.Episodes;

[Collection(nameof(AppCollection))]
public class WithdrawalTests(AppFixture fixture)
{
    private RunningApp App => fixture.App;

    [Fact]
    public async Task Deleting_the_audio_withdraws_the_episode_and_uploading_it_again_brings_it_back_with_the_same_guid()
    {
        var audio = await Ffmpeg.ClipAsync("mp3");
        await App.UploadAsync("comes-back.mp3", audio);
        await App.WaitForAsync("comes-back", "published");
        var guid = (await App.ItemAsync("comes-back"))!.Element("guid")!.Value;

        await App.DeleteAsync("comes-back.mp3");
        await App.WaitForAsync("comes-back", "withdrawn");
        Assert.Null(await App.ItemAsync("comes-back"));
        foreach (var address in (string[])["episodes/comes-back", "episodes/comes-back/transcript.vtt"])
        {
            using var answer = await App.Http.GetAsync(address);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }

        await App.UploadAsync("comes-back.mp3", audio);
        await App.WaitForAsync("comes-back", "published");
        Assert.Equal(guid, (await App.ItemAsync("comes-back"))!.Element("guid")!.Value);
    }

    [Fact]
    public async Task A_reupload_replaces_audio_and_transcript_under_the_same_guid()
    {
        await App.UploadAsync("renewed.mp3", await Ffmpeg.ClipAsync("mp3"));
        await App.WaitForAsync("renewed", "published");
        var before = (await App.ItemAsync("renewed"))!;
        var words = await App.Http.GetStringAsync("episodes/renewed/transcript.txt");

        await App.UploadAsync("renewed.mp3", await Ffmpeg.ClipAsync("mp3", seconds: 8, from: 10));
        await Eventually.IsTrueAsync(
            async () => Enclosure((await App.ItemAsync("renewed"))!) != Enclosure(before), "the new audio is published", App);
        Assert.Equal(before.Element("guid")!.Value, (await App.ItemAsync("renewed"))!.Element("guid")!.Value);
        Assert.NotEqual(words, await App.Http.GetStringAsync("episodes/renewed/transcript.txt"));

        static string Enclosure(System.Xml.Linq.XElement item) => item.Element("enclosure")!.Attribute("url")!.Value;
    }
}
