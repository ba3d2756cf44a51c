using System.Text;
using Azure.Data.Tables;
using PaperLedge.Core.Episodes;
using PaperLedge.EndToEndTests.App;
using PaperLedge.Storage;

namespace PaperLedge.EndToEndTests.Episodes;

/// <summary>Transcripts that a person corrected, from a caption file beside the audio, in any order.</summary>
[Collection(nameof(AppCollection))]
public class CaptionFileTests(AppFixture fixture)
{
    private const string Captions = """
        WEBVTT

        00:00.200 --> 00:02.000
        <v Ada>Perfectly well put.

        00:02.000 --> 00:03.800
        <v Grace>Nothing to add.
        """;

    private const string Machine = "Transcribed by machine";

    private RunningApp App => fixture.App;

    [Fact]
    public async Task Captions_uploaded_after_publication_are_what_listeners_get_in_every_format_and_deleted_they_give_way_to_the_machine()
    {
        var (title, guid) = await PublishAsync("corrected");
        var machine = await ReadAsync("corrected", "txt");

        await SayAsync("corrected.vtt", Captions);
        await WaitForTextAsync("corrected", "Perfectly well put.");
        foreach (var format in (string[])["vtt", "srt", "json", "html", "txt"])
        {
            var transcript = await ReadAsync("corrected", format);
            Assert.All(
                ["Perfectly well put.", "Ada", "Nothing to add.", "Grace"],
                said => Assert.Contains(said, transcript, StringComparison.Ordinal));
        }

        var page = await App.Http.GetStringAsync("episodes/corrected");
        Assert.All(
            ["well put.", "Ada", "Grace", "corrected by a person on"], said => Assert.Contains(said, page, StringComparison.Ordinal));
        Assert.Contains("\"edited\": true", await ReadAsync("corrected", "json"), StringComparison.Ordinal);
        await App.WaitForUploadAsync("corrected.vtt", UploadState.Accepted);
        Assert.Equal((title, guid), TitleAndGuid((await App.ItemAsync("corrected"))!));

        await App.DeleteAsync("corrected.vtt");
        await WaitForTextAsync("corrected", machine);
        await EditRowsAreSweptAsync("corrected");
    }

    [Fact]
    public async Task Captions_uploaded_before_the_audio_wait_for_it()
    {
        await SayAsync("written-first.srt", "1\n00:00:00,200 --> 00:00:02,000\nPerfectly well put.\n");
        await App.WaitForUploadAsync("written-first.srt", UploadState.Accepted);
        await PublishAsync("written-first");

        Assert.Contains("Perfectly well put.", await ReadAsync("written-first", "txt"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_told_and_nothing_is_lost()
    {
        await PublishAsync("slip-of-the-pen");
        await SayAsync("slip-of-the-pen.vtt", "WEBVTT\n\n00:00.200 -> 00:02.000\nPerfectly well put.\n");
        Assert.Contains(
            "the machine's transcript is kept", await WarningAsync("slip-of-the-pen", "slip-of-the-pen.vtt: "), StringComparison.Ordinal);
        Assert.StartsWith(Machine, await ProvenanceAsync("slip-of-the-pen"), StringComparison.Ordinal);

        await SayAsync("slip-of-the-pen.vtt", Captions);
        await WaitForTextAsync("slip-of-the-pen", "Perfectly well put.");
        Assert.Empty((await App.EpisodeAsync("slip-of-the-pen"))!.Warnings);

        await SayAsync("slip-of-the-pen.vtt", "");
        Assert.Contains(
            "the earlier correction is kept", await WarningAsync("slip-of-the-pen", "slip-of-the-pen.vtt: "), StringComparison.Ordinal);
        Assert.Contains("Perfectly well put.", await ReadAsync("slip-of-the-pen", "txt"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Captions_of_longer_audio_are_refused_until_such_audio_comes_and_are_used_from_then_on()
    {
        await SayAsync(
            "mistaken.vtt",
            $"{Captions}\n\n00:10.000 --> 00:11.000\n<v Ada>One more thing.\n\n00:11.000 --> 00:11.500\n<v Ada>And another.\n");
        await PublishAsync("mistaken");
        Assert.Contains(
            "probably belongs to other audio", Assert.Single((await App.EpisodeAsync("mistaken"))!.Warnings), StringComparison.Ordinal);
        Assert.StartsWith(Machine, await ProvenanceAsync("mistaken"), StringComparison.Ordinal);

        await App.UploadAsync("mistaken.mp3", await Ffmpeg.ClipAsync("mp3", seconds: 12));
        await WaitForTextAsync("mistaken", "One more thing.");
        Assert.Empty((await App.EpisodeAsync("mistaken"))!.Warnings);

        await App.UploadAsync("mistaken.mp3", await Ffmpeg.ClipAsync("mp3", from: 20));
        await WarningAsync("mistaken", "mistaken.vtt: The cue at 0:10 ends at 0:11, after the audio, which lasts 0:04");
        Assert.StartsWith(Machine, await ProvenanceAsync("mistaken"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_caption_files_the_webvtt_counts_and_the_other_is_told_of()
    {
        await PublishAsync("said-twice");
        await SayAsync("said-twice.srt", "1\n00:00:00,200 --> 00:00:02,000\nIn the second place.\n");
        await WaitForTextAsync("said-twice", "In the second place.");
        await SayAsync("said-twice.vtt", Captions);
        await WaitForTextAsync("said-twice", "Perfectly well put.");
        Assert.Contains(
            "said-twice.vtt exists too and takes precedence",
            await WarningAsync("said-twice", "said-twice.srt: "),
            StringComparison.Ordinal);

        await App.DeleteAsync("said-twice.vtt");
        await WaitForTextAsync("said-twice", "In the second place.");
        Assert.Empty((await App.EpisodeAsync("said-twice"))!.Warnings);
    }

    private Task SayAsync(string name, string captions) => App.UploadAsync(name, Encoding.UTF8.GetBytes(captions));

    private async Task<(string Title, string Guid)> PublishAsync(string slug)
    {
        await App.UploadAsync($"{slug}.mp3", await Ffmpeg.ClipAsync("mp3"));
        await App.WaitForAsync(slug, "published");
        return TitleAndGuid((await App.ItemAsync(slug))!);
    }

    private static (string Title, string Guid) TitleAndGuid(System.Xml.Linq.XElement item) =>
        (item.Element("title")!.Value, item.Element("guid")!.Value);

    private Task<string> ReadAsync(string slug, string format) => App.Http.GetStringAsync($"episodes/{slug}/transcript.{format}");

    /// <summary>The last line of the plain text.</summary>
    private async Task<string> ProvenanceAsync(string slug)
    {
        var last = (await ReadAsync(slug, "txt")).TrimEnd().Split('\n')[^1];
        Assert.DoesNotContain("corrected", last, StringComparison.Ordinal);
        return last;
    }

    private Task WaitForTextAsync(string slug, string text) => Eventually.IsTrueAsync(
        async () => (await ReadAsync(slug, "txt")).Contains(text, StringComparison.Ordinal), $"{slug} says '{text}'", App);

    private async Task<string> WarningAsync(string slug, string beginning)
    {
        string? warning = null;
        await Eventually.IsTrueAsync(
            async () => (warning = (await App.EpisodeAsync(slug))!.Warnings
                .SingleOrDefault(line => line.StartsWith(beginning, StringComparison.Ordinal))) is not null,
            $"a warning begins with {beginning}",
            App);
        return warning!;
    }

    private Task EditRowsAreSweptAsync(string slug) => Eventually.IsTrueAsync(
        async () =>
        {
            var rows = await App.Tables.GetTableClient(StorageNames.SegmentsTable).QueryAsync<TableEntity>().ToListAsync();
            var own = rows.Where(row => row.PartitionKey[..^17] == slug).ToList();
            return own.Count > 0 && own.TrueForAll(row => !row.RowKey.StartsWith("edit-", StringComparison.Ordinal));
        },
        $"the rows of {slug}'s correction are swept",
        App);
}
