using Azure.Data.Tables;
using PaperLedge.Core.Episodes;
using PaperLedge.Storage.Ledger;
using PaperLedge.Storage.Segments;
using PaperLedge.Tests.Core.Episodes;

namespace PaperLedge.Tests.Storage;

public class RowTests
{
    public static TheoryData<string> States => ["queued", "published", "rejected", "withdrawn", "retried"];

    [Theory]
    [MemberData(nameof(States))]
    public void An_episode_reads_back_as_it_was_written(string state)
    {
        var episode = EpisodeIn(state) with { Warnings = ["one", "two"], SidecarETag = "0x1" };
        var read = EpisodeRow.Read(EpisodeRow.Write(episode));

        Assert.Equal(episode with { Warnings = [], Leftovers = [] }, read with { Warnings = [], Leftovers = [] });
        Assert.Equal(episode.Warnings, read.Warnings);
        Assert.Equal(episode.Leftovers, read.Leftovers);
    }

    [Fact]
    public void The_longest_metadata_fit_in_a_row()
    {
        var paper = new Paper(new string('p', 255), [.. Enumerable.Repeat(new string('a', 255), SidecarReader.MaxAuthors)], null);
        var published = Some.PublishedAs(Some.OldRevision);
        var metadata = published.Metadata with { ShowNotes = new string('n', SidecarReader.MaxShowNotes), Paper = paper };
        var row = new TableEntity("p", "r");
        PublishedColumns.Write(row, published with { Metadata = metadata });

        // Tables count a string as UTF-16: 64 KiB each, 1 MiB in all.
        var texts = row.Select(property => property.Value).OfType<string>().ToList();
        Assert.All(texts, text => Assert.True(text.Length <= 32 * 1024));
        Assert.True(texts.Sum(text => 2 * text.Length) < 512 * 1024);
    }

    [Fact]
    public void The_show_reads_back_as_it_was_written()
    {
        var show = new Show(Guid.Parse("9b024349-ccf0-5f69-a609-6b82873eab3c"), ShowSettingsReader.Default, [], 7, Some.Date);
        Assert.Equal(show with { Problems = [] }, ShowRow.Read(ShowRow.Write(show)) with { Problems = [] });
    }

    [Fact]
    public void Segments_of_attempts_and_chunks_lie_apart_and_in_order()
    {
        string[] keys =
        [
            SegmentKeys.Row(0, 1, 0), SegmentKeys.Row(0, 1, 1), SegmentKeys.Row(0, 1, 10), SegmentKeys.Row(0, 2, 0), SegmentKeys.Row(1, 1, 0),
        ];

        Assert.Equal(keys.Order(StringComparer.Ordinal), keys);
        Assert.NotEqual(
            SegmentKeys.Partition(EpisodeSlug.Parse("a"), Some.OldRevision), SegmentKeys.Partition(EpisodeSlug.Parse("a-b"), Some.OldRevision));
    }

    private static Episode EpisodeIn(string state) => state switch
    {
        "queued" => new Episode(Some.Slug, "guid", Some.Date).Accept(Some.UploadOf("new"), Some.NewRevision, Some.Audio, Some.Date),
        "published" => Some.PublishedEpisode(),
        "rejected" => Some.PublishedEpisode().Reject(Some.UploadOf("new"), "It is empty."),
        "withdrawn" => Some.PublishedEpisode().Withdraw(),
        "retried" => Some.PublishedEpisode().Fail("An attempt failed."),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };
}
