using PaperLedge.EndToEndTests.App;
using PaperLedge.TestSupport;

namespace PaperLedge.EndToEndTests.Resilience;

/// <summary>What a running app's storage and feed say of one episode.</summary>
internal static class Ledger
{
    public static async Task<string> DescribeAsync(RunningApp app, string slug) =>
        await StoredEpisode.DescribeAsync(app.Tables, app.Blobs, slug, await app.ItemAsync(slug));

    public static string TitleOf(string slug) => StoredEpisode.TitleOf(slug);
}
