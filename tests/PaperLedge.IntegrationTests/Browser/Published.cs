using PaperLedge.IntegrationTests.App;

namespace PaperLedge.IntegrationTests.Browser;

/// <summary>An episode that the tests of pages read, published once.</summary>
internal static class Published
{
    public const string Slug = Samples.Mp3;

    /// <summary>The show's list from a place that lies before every episode: a page that is not the first, without twenty uploads.</summary>
    public const string SecondPage = "?from=0000000000000000000-a";

    public static async Task<RunningApp> AppAsync(AppFixture fixture)
    {
        var app = fixture.App;
        if (await app.EpisodeAsync(Slug) is not { Status: "published" })
        {
            await app.UploadAsync($"{Slug}.json", Samples.PathOf($"{Slug}.json"));
            await app.UploadAsync($"{Slug}.mp3", Samples.Audio(Slug));
            await app.WaitForAsync(Slug, "published");
        }

        return app;
    }
}
