using Azure.Data.Tables;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.ProducerFiles;
using PaperLedge.Core.Shows;
using PaperLedge.Core.Transcripts;
using PaperLedge.Storage.Ledger;
using PaperLedge.Storage.Segments;
using PaperLedge.Tests.Core.Episodes;

namespace PaperLedge.Tests.Storage;

public class RowTests
{
    public static TheoryData<string> States => ["queued", "published", "corrected", "rejected", "withdrawn", "retried"];

    [Theory]
    [MemberData(nameof(States))]
    public void An_episode_reads_back_as_it_was_written(string state)
    {
        var episode = EpisodeIn(state) with
        {
            Warnings = ["one", "two"],
            SidecarETag = "0x1",
            CaptionsETag = "0x2 0x3",
            PendingCorrection = "0123456789abcdef",
        };
        var read = EpisodeRow.Read(EpisodeRow.Write(episode));

        Assert.Equal(WithoutLists(episode), WithoutLists(read));
        Assert.Equal(episode.Published?.Metadata.Published.Offset, read.Published?.Metadata.Published.Offset);
        Assert.Equal(episode.Warnings, read.Warnings);
        Assert.Equal(episode.Leftovers, read.Leftovers);
        Assert.Equal(episode.Audio?.Warnings, read.Audio?.Warnings);

        // Records compare lists by reference.
        static Episode WithoutLists(Episode episode) =>
            episode with { Warnings = [], Leftovers = [], Audio = episode.Audio is { } audio ? audio with { Warnings = [] } : null };
    }

    [Fact]
    public void Columns_keep_the_names_under_which_older_rows_are_stored()
    {
        var show = new Show(Guid.Empty, ShowSettingsReader.Default, [], 7, EpisodeExamples.Date) { Archives = ["1"] };
        var segment = new Segment(TimeSpan.Zero, TimeSpan.FromSeconds(1), "Hello", -0.1, 0);
        var published = EpisodeExamples.PublishedAs(EpisodeExamples.OldRevision);
        var metadata = published.Metadata with { Details = new EpisodeDetails { Type = EpisodeType.Trailer } };
        var newest = new TableEntity("p", "r");
        PublishedColumns.Write(newest, published with { Metadata = metadata });

        const string Published =
            "CorrectionDate CorrectionTag Details DurationSeconds EnclosureAudio EnclosureExtension EnclosureLength EnclosureType Engine " +
            "EpisodeNumber Explicit Guid IsPermaLink Language Model PaperAuthors PaperTitle PaperUrl PublishedAt PublishedOffset " +
            "PublishedRevision PublishedUpdated Season ShowNotes Slug Title";
        const string Queued =
            "Audio CaptionsETag Due FailingSince FirstSeen Guid IsPermaLink IsReleased Leftovers PendingCorrection Problem QueuedAt " +
            "RetryAt ReviewKey SidecarETag Slug Status TranscriptTag UploadETag UploadLength UploadName Uploaded WaitingTitle " +
            "WantedRevision Warnings";
        AssertColumns(
            "AddressProblem Archives ArtworkProblem ArtworkVersion FeedGuid FileVersion MoveProblem MovedTo Problems Removed Settings " +
            "SettingsUpdated Updated Version",
            ShowRow.Write(show));
        AssertColumns(
            "AverageLogProbability EndSeconds Kind Language NoSpeechProbability Speaker StartSeconds Text Words",
            SegmentRow.Write("p", "r", segment));
        AssertColumns(Published, newest);
        AssertColumns(Queued, EpisodeRow.Write(EpisodeIn("queued")));
    }

    [Fact]
    public void The_longest_metadata_fit_in_a_row()
    {
        var paper = new Paper(new string('p', 255), [.. Enumerable.Repeat(new string('a', 255), SidecarReader.MaxAuthors)], null);
        var published = EpisodeExamples.PublishedAs(EpisodeExamples.OldRevision);
        var metadata = published.Metadata with { ShowNotes = new string('n', SidecarReader.MaxShowNotes), Paper = paper };
        var row = new TableEntity("p", "r");
        PublishedColumns.Write(row, published with { Metadata = metadata });

        // Tables count a string as UTF-16: 64 KiB each, 1 MiB in all.
        var texts = row.Select(property => property.Value).OfType<string>().ToList();
        Assert.All(texts, text => Assert.True(text.Length <= 32 * 1024));
        Assert.True(texts.Sum(text => 2 * text.Length) < 512 * 1024);
    }

    [Fact]
    public void A_duration_reads_back_to_the_tick_so_that_the_same_episode_is_not_published_again()
    {
        var published = EpisodeExamples.PublishedAs(EpisodeExamples.OldRevision);
        foreach (var samples in Enumerable.Range(6 * 3600 * 16_000, 2_000))
        {
            var enclosure = published.Enclosure with { Duration = TimeSpan.FromTicks(samples * 625L) };
            var row = new TableEntity("p", "r");
            PublishedColumns.Write(row, published with { Enclosure = enclosure });
            Assert.Equal(enclosure, PublishedColumns.Read(row)!.Enclosure);
        }
    }

    [Fact]
    public void Details_read_back_as_they_were_written()
    {
        var address = new Uri("https://example.org/" + new string('x', 400) + "#part");
        var details = new EpisodeDetails
        {
            Type = EpisodeType.Trailer,
            License = new License("cc-by-4.0"),
            Location = new Location("Łódź 🏙"),
            Chapters =
            [
                .. Enumerable.Range(0, EpisodeDetails.MaxChapters)
                    .Select(index => new Chapter(TimeSpan.FromSeconds(index + 0.25), new string('ж', 127) + index % 10, address, address)),
            ],
            Soundbites = [new Soundbite(TimeSpan.Zero, Soundbite.Shortest)],
            AlternateEnclosures = [new AlternateEnclosure(address, "audio/opus", 1)],
        };
        var published = EpisodeExamples.PublishedAs(EpisodeExamples.OldRevision);
        var row = new TableEntity("p", "r");
        PublishedColumns.Write(row, published with { Metadata = published.Metadata with { Details = details } });

        Assert.All(row.Select(property => property.Value).OfType<string>(), text => Assert.True(text.Length <= 32 * 1024));
        Assert.Equal(details, PublishedColumns.Read(row)!.Metadata.Details);
    }

    [Fact]
    public void Audio_with_chapters_reads_back_and_so_does_a_row_written_when_tags_gave_a_date()
    {
        var tags = new EmbeddedTags(new string('T', 255), new string('ж', SidecarReader.MaxShowNotes), 3)
        {
            Chapters =
            [
                .. Enumerable.Range(0, EpisodeDetails.MaxChapters)
                    .Select(index => new Chapter(TimeSpan.FromSeconds(index), new string('章', Chapter.MaxTitle))),
            ],
        };
        var episode = EpisodeIn("queued");
        episode = episode with { Audio = episode.Audio! with { Tags = tags } };
        var row = EpisodeRow.Write(episode);

        Assert.All(row.Select(property => property.Value).OfType<string>(), text => Assert.True(text.Length <= 32 * 1024));
        Assert.Equal(tags, EpisodeRow.Read(row).Audio!.Tags);

        row = EpisodeRow.Write(EpisodeIn("queued"));
        row["Audio"] = """
            {"Extension":"mp3","MediaType":"audio/mpeg","Duration":"00:01:01.5000000",
            "Tags":{"Title":"T","Description":"D","Published":"2019-01-02T03:04:05+00:00","Episode":3},"Track":0,"Channels":1}
            """;
        Assert.Equal(new EmbeddedTags("T", "D", 3), EpisodeRow.Read(row).Audio!.Tags);
    }

    [Fact]
    public void A_row_written_before_there_were_corrections_has_none()
    {
        var row = new TableEntity("p", "r");
        PublishedColumns.Write(row, EpisodeExamples.PublishedAs(EpisodeExamples.OldRevision));
        row.Remove("CorrectionTag");
        row.Remove("CorrectionDate");
        Assert.Null(PublishedColumns.Read(row)!.Correction);
    }

    [Fact]
    public void The_show_reads_back_as_it_was_written()
    {
        var settings = ShowSettingsReader.Default with
        {
            Description = new string('ж', 4_000) + string.Concat(Enumerable.Repeat("🎙", 20_000)),
            Subscribe = [new WebLink("An app", new Uri("https://example.org/app"))],
            Seasons = [new SeasonName(1, "First steps")],
        };
        var show = new Show(Guid.Parse("9b024349-ccf0-5f69-a609-6b82873eab3c"), settings, [], 7, EpisodeExamples.Date);
        Assert.Equal(show with { Problems = [] }, ShowRow.Read(ShowRow.Write(show)) with { Problems = [] });
    }

    private const string Plan = "0123456789abcdef", OtherPlan = "0123456789abcdf0";

    [Fact]
    public void Segments_of_plans_lie_apart_and_in_order()
    {
        string[] keys =
        [
            SegmentKeys.Row(Plan, 0),
            SegmentKeys.Row(Plan, 1),
            SegmentKeys.Row(Plan, 10),
            SegmentKeys.Row(OtherPlan, 0),
        ];

        Assert.Equal(keys.Order(StringComparer.Ordinal), keys);
        Assert.NotEqual(
            SegmentKeys.Partition(EpisodeSlug.Parse("a"), EpisodeExamples.OldRevision),
            SegmentKeys.Partition(EpisodeSlug.Parse("a-b"), EpisodeExamples.OldRevision));
    }

    [Fact]
    public void Segments_of_a_correction_lie_apart_from_those_of_attempts_and_of_other_corrections()
    {
        var (tag, other) = (EpisodeExamples.Correction("one").Tag, EpisodeExamples.Correction("two").Tag);
        var row = new WrittenSegment(SegmentKeys.CorrectionRow(tag, 7), default);

        Assert.True(row.IsOfCorrection(tag));
        Assert.False(row.IsOfCorrection(other) || row.IsOf(EpisodeExamples.Head));
        Assert.False(new WrittenSegment(SegmentKeys.Row(Plan, 7), default).IsOfCorrection(tag));
        Assert.True(string.CompareOrdinal(row.RowKey, LedgerKeys.After(SegmentKeys.Correction(tag))) < 0);
    }

    [Fact]
    public void A_segment_reads_back_with_its_words()
    {
        var start = TimeSpan.FromSeconds(3601.25);
        var segment = new Segment(start, start + TimeSpan.FromSeconds(2), "It’s 42 %.", -0.25, 0.01)
        {
            Speaker = "Ada",
            Words =
            [
                new Word(start, start + TimeSpan.FromMilliseconds(320), "It’s", 0.98),
                new Word(start + TimeSpan.FromMilliseconds(330), start + TimeSpan.FromMilliseconds(800), "42", 0.4),
                new Word(start + TimeSpan.FromMilliseconds(800), start + TimeSpan.FromSeconds(2), "%.", 1),
            ],
        };
        AssertReadsBack(segment);
    }

    [Fact]
    public void A_segment_without_spaces_reads_back_with_its_words_and_its_language() => AssertReadsBack(
        Said("今日は𠮷野で GPT を学ぶ。", ["今日", "は", "𠮷野", "で", "GPT", "を", "学ぶ。"]) with { Language = "ja" });

    [Theory]
    [InlineData("One two", "0:500:90")]
    [InlineData("One", "0:500:90 500:500:90")]
    [InlineData("今日は", "0:500:90:2")]
    [InlineData("今日は", "0:500:90:2 500:500:90:2")]
    [InlineData("今日は", "0:500:90:-1 500:500:90")]
    [InlineData("", "0:500:90")]
    public void Words_that_do_not_fit_their_text_are_none(string text, string column) =>
        Assert.Empty(WordColumn.Read(column, TimeSpan.Zero, text));

    [Fact]
    public void A_column_written_before_words_could_be_joined_reads_as_ever()
    {
        var words = WordColumn.Read("0:320:98 330:470:40 800:1200:100", TimeSpan.Zero, "It’s 42 %.");
        Assert.Equal(["It’s", "42", "%."], words.Select(word => word.Text));
    }

    [Theory]
    [InlineData("今日は", new[] { "今", "日は" }, "0:100:50:1 100:100:50")]
    [InlineData("今日は", new[] { "今日" }, null)]
    [InlineData("One two", new[] { "One two" }, null)]
    [InlineData("One  two", new[] { "One", "two" }, null)]
    public void Words_are_kept_if_they_give_the_text(string text, string[] words, string? column) =>
        Assert.Equal(column, WordColumn.Write(Said(text, words)));

    [Fact]
    public void A_sound_reads_back_as_a_sound() =>
        AssertReadsBack(new Segment(TimeSpan.Zero, TimeSpan.FromSeconds(9), "[music]", 0, 1) { Kind = SegmentKind.Sound });

    [Fact]
    public void A_row_written_before_words_were_kept_has_none()
    {
        var row = SegmentRow.Write("p", "r", new Segment(TimeSpan.Zero, TimeSpan.FromSeconds(1), "Old times", -0.1, 0));
        row.Remove("Words");
        row.Remove("Kind");
        row.Remove("Language");
        var read = SegmentRow.Read(row);
        Assert.Empty(read.Words);
        Assert.Null(read.Language);
        Assert.Equal(SegmentKind.Speech, read.Kind);
    }

    [Fact]
    public void The_longest_window_of_words_fits_in_a_row()
    {
        var words = Enumerable.Repeat(new Word(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(29.999), "w", 0.99), 448).ToList();
        var text = string.Join(' ', words.Select(word => word.Text));
        var segment = new Segment(TimeSpan.Zero, TimeSpan.FromSeconds(30), text, -0.1, 0) { Words = words };
        Assert.InRange(WordColumn.Write(segment)!.Length, 448, 32 * 1024);
    }

    private static Segment Said(string text, string[] words) => new(TimeSpan.Zero, TimeSpan.FromSeconds(2), text, -0.1, 0)
    {
        Words =
        [
            .. words.Select(
                (word, i) => new Word(TimeSpan.FromMilliseconds(100 * i), TimeSpan.FromMilliseconds(100 * (i + 1)), word, 0.5)),
        ],
    };

    private static void AssertColumns(string names, TableEntity row) => Assert.Equal(
        names, string.Join(' ', row.Keys.Except(["PartitionKey", "RowKey"]).Order(StringComparer.Ordinal)));

    private static void AssertReadsBack(Segment segment)
    {
        var read = SegmentRow.Read(SegmentRow.Write("p", "r", segment));
        Assert.Equal(segment with { Words = [] }, read with { Words = [] });
        Assert.Equal(segment.Words, read.Words);
    }

    private static Episode EpisodeIn(string state) => state switch
    {
        "queued" => new Episode(EpisodeExamples.Slug, new EpisodeGuid("guid"), EpisodeExamples.Date).Accept(
            EpisodeExamples.UploadOf("new"), EpisodeExamples.NewRevision, EpisodeExamples.Audio, EpisodeExamples.Date),
        "published" => EpisodeExamples.PublishedEpisode(),
        "corrected" => EpisodeExamples.PublishedEpisode().Publish(
            EpisodeExamples.PublishedAs(EpisodeExamples.OldRevision) with { Correction = EpisodeExamples.Correction("Well put.") },
            "tag",
            []),
        "rejected" => EpisodeExamples.PublishedEpisode().Reject(EpisodeExamples.UploadOf("new"), "It is empty."),
        "withdrawn" => EpisodeExamples.PublishedEpisode().Withdraw(),
        "retried" => EpisodeExamples.PublishedEpisode().Fail("An attempt failed."),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };
}
