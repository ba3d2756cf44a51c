using System.Text;
using Azure;
using PaperLedge.ComponentTests.App;
using PaperLedge.Functions.Feeds;
using PaperLedge.Functions.Http;
using PaperLedge.Storage;
using PaperLedge.Storage.Blobs;

namespace PaperLedge.ComponentTests.Feeds;

/// <summary>A feed that directories would refuse is not served while there is a better one.</summary>
[Collection(nameof(AzuriteCollection))]
public class FeedGateTests(AzuriteFixture azurite)
{
    /// <summary>Directories ask for artwork.</summary>
    private const string Bad =
        """{"title": "No artwork", "description": "Made for a test.", "language": "en", "author": "Somebody", "category": "Science"}""";

    [Fact]
    public async Task The_first_feed_of_a_new_app_is_served_even_if_it_is_bad_and_is_not_kept()
    {
        await using var app = await azurite.StartAppAsync();
        await app.SetUpShowAsync(Bad);

        var document = await app.First.Feed.GetMainAsync(default);

        Assert.Contains("No artwork", TextOf(document), StringComparison.Ordinal);
        Assert.NotEmpty(document.Refused);
        Assert.Empty(await app.BlobNamesAsync(StorageNames.FeedsContainer));
    }

    [Fact]
    public async Task A_good_feed_is_kept_with_its_version_and_date()
    {
        await using var app = await azurite.StartAppAsync();
        await app.SetUpGoodShowAsync();

        var document = await app.First.Feed.GetMainAsync(default);

        Assert.Empty(document.Refused);
        var kept = await app.First.Get<FeedStore>().ReadAsync(default);
        var show = await app.ShowAsync();
        Assert.Equal(document.Content.Identity.Bytes, kept!.Content);
        Assert.Equal((show.Updated, show.Version), (kept.Changed, kept.Version));
    }

    [Fact]
    public async Task A_bad_feed_leaves_the_last_good_one_and_says_why()
    {
        await using var app = await azurite.StartAppAsync();
        await app.SetUpGoodShowAsync();
        var good = await app.First.Feed.GetMainAsync(default);
        app.Clock.Advance(TimeSpan.FromHours(1));
        await app.SetUpShowAsync(Bad);

        var document = await app.First.Feed.GetMainAsync(default);

        Assert.Equal((TagOf(good), good.Changed), (TagOf(document), document.Changed));
        Assert.Contains(document.Refused, finding => finding.Problem.Contains("itunes:image", StringComparison.Ordinal));
        Assert.Contains(app.First.Log.Errors, line => line.Contains("The last valid feed is served", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_new_process_has_the_last_good_feed_from_storage()
    {
        await using var app = await azurite.StartAppAsync();
        await app.SetUpGoodShowAsync();
        var good = await app.First.Feed.GetMainAsync(default);
        await app.SetUpShowAsync(Bad);

        var document = await app.AddInstance().Feed.GetMainAsync(default);

        Assert.Equal((TagOf(good), good.Changed), (TagOf(document), document.Changed));
        Assert.NotEmpty(document.Refused);
    }

    [Fact]
    public async Task A_mended_feed_is_served_and_kept()
    {
        await using var app = await azurite.StartAppAsync();
        await app.SetUpGoodShowAsync();
        await app.First.Feed.GetMainAsync(default);
        await app.SetUpShowAsync(Bad);
        await app.First.Feed.GetMainAsync(default);

        await app.SetUpGoodShowAsync("Mended");

        var document = await app.First.Feed.GetMainAsync(default);
        Assert.Contains("Mended", TextOf(document), StringComparison.Ordinal);
        Assert.Empty(document.Refused);
        Assert.Equal(document.Content.Identity.Bytes, (await app.First.Get<FeedStore>().ReadAsync(default))!.Content);
    }

    [Fact]
    public async Task A_change_that_the_feed_does_not_show_moves_neither_its_tag_nor_its_date_and_is_not_kept()
    {
        await using var app = await azurite.StartAppAsync();
        await app.SetUpGoodShowAsync();
        var before = await app.First.Feed.GetMainAsync(default);
        app.Clock.Advance(TimeSpan.FromHours(1));
        var show = await app.Ledger.GetShowAsync(default);
        await app.Ledger.ReplaceShowAsync(
            show.Value with { Version = show.Value.Version + 1, Updated = app.Clock.GetUtcNow() }, show.ETag, default);
        app.First.Storage.Forget();

        var after = await app.First.Feed.GetMainAsync(default);

        Assert.NotSame(before, after);
        Assert.Equal((TagOf(before), before.Changed), (TagOf(after), after.Changed));
        Assert.Empty(app.First.Storage.Writes);
    }

    [Fact]
    public async Task Two_instances_that_build_the_same_feed_give_it_the_same_tag_and_date()
    {
        await using var app = await azurite.StartAppAsync();
        var second = app.AddInstance();
        await app.SetUpGoodShowAsync();
        var first = await app.First.Feed.GetMainAsync(default);
        app.Clock.Advance(TimeSpan.FromHours(1));

        var other = await second.Feed.GetMainAsync(default);

        Assert.Equal((TagOf(first), first.Changed), (TagOf(other), other.Changed));
    }

    [Fact]
    public async Task An_instance_that_is_late_leaves_the_newer_feed_of_another_in_storage()
    {
        await using var app = await azurite.StartAppAsync();
        await app.SetUpGoodShowAsync("Old title");
        var old = await app.ShowAsync();
        await app.SetUpGoodShowAsync("New title");
        var newer = await app.First.Feed.GetMainAsync(default);

        var late = await app.AddInstance().Get<FeedGate>().AdmitAsync(_ => GoodFeed(newer, "Old title"), old, default);

        Assert.Contains("Old title", TextOf(late), StringComparison.Ordinal);
        Assert.Equal(newer.Content.Identity.Bytes, (await app.First.Get<FeedStore>().ReadAsync(default))!.Content);
    }

    [Fact]
    public async Task Of_two_that_keep_a_feed_at_once_one_wins_and_both_serve_theirs()
    {
        await using var app = await azurite.StartAppAsync();
        var second = app.AddInstance();
        await app.SetUpGoodShowAsync();
        Document? other = null;
        app.First.Storage.BeforeNext("PUT", async () => other = await second.Feed.GetMainAsync(default));

        var document = await app.First.Feed.GetMainAsync(default);

        Assert.Equal(TagOf(other!), TagOf(document));
        Assert.Empty(app.First.Log.Errors);
    }

    [Fact]
    public async Task A_good_feed_that_cannot_be_kept_is_served_all_the_same()
    {
        await using var app = await azurite.StartAppAsync();
        await app.SetUpGoodShowAsync();
        app.First.Storage.Before = request => request.StartsWith("PUT", StringComparison.Ordinal)
            ? throw new RequestFailedException(403, "Nobody may write.") : Task.CompletedTask;

        var document = await app.First.Feed.GetMainAsync(default);

        Assert.Contains("Some show", TextOf(document), StringComparison.Ordinal);
        Assert.Empty(document.Refused);
        Assert.Contains(app.First.Log.Lines, line => line.Text.Contains("could not be stored", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_kept_feed_that_does_not_say_what_it_is_counts_as_none()
    {
        await using var app = await azurite.StartAppAsync();
        await app.Blobs.GetBlobContainerClient(StorageNames.FeedsContainer)
            .GetBlobClient("feed.xml")
            .UploadAsync(BinaryData.FromString("<rss/>"));
        await app.SetUpShowAsync(Bad);

        var document = await app.First.Feed.GetMainAsync(default);

        Assert.Contains("No artwork", TextOf(document), StringComparison.Ordinal);
    }

    private static byte[] GoodFeed(Document like, string title) =>
        Encoding.UTF8.GetBytes(TextOf(like).Replace("New title", title, StringComparison.Ordinal));

    private static string TextOf(Document document) => Encoding.UTF8.GetString(document.Content.Identity.Bytes);

    private static string TagOf(Document document) => document.Content.Identity.Tag.Value;
}
