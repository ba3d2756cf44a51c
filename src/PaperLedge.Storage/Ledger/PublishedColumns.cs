using Azure.Data.Tables;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Storage.Ledger;

/// <summary>A published episode as columns: in its own row, and again in its row of the newest-first list.</summary>
internal static class PublishedColumns
{
    private const string Guid = "Guid";
    private const string Slug = "Slug";
    private const string Details = "Details";
    private const string CorrectionTag = "CorrectionTag";
    private const string Revision = "PublishedRevision";
    private const string Updated = "PublishedUpdated";

    public static void Write(TableEntity row, PublishedEpisode episode)
    {
        var (metadata, enclosure) = (episode.Metadata, episode.Enclosure);
        row[Slug] = episode.Slug.Value;
        row[Guid] = episode.Guid;
        row["Title"] = metadata.Title;
        row["ShowNotes"] = metadata.ShowNotes;
        row["PublishedAt"] = metadata.Published;
        row["Season"] = metadata.Season;
        row["EpisodeNumber"] = metadata.Episode;
        row["Explicit"] = metadata.Explicit;
        row["Language"] = metadata.Language;
        row["PaperTitle"] = metadata.Paper?.Title;
        // A line end cannot stand within a name: PlainText.OneLine made each one line.
        row["PaperAuthors"] = metadata.Paper is { Authors.Count: > 0 } paper ? string.Join('\n', paper.Authors) : null;
        row["PaperUrl"] = metadata.Paper?.Url?.AbsoluteUri;
        if (metadata.Details != EpisodeDetails.None)
        {
            JsonColumns.Write(row, Details, metadata.Details);
        }

        row[Revision] = enclosure.Revision.Value;
        row["EnclosureExtension"] = enclosure.Extension;
        row["EnclosureLength"] = enclosure.Length;
        row["EnclosureType"] = enclosure.MediaType;
        row["DurationSeconds"] = enclosure.Duration.TotalSeconds;
        row["Engine"] = episode.Transcriber.Engine;
        row["Model"] = episode.Transcriber.Model;
        row[CorrectionTag] = episode.Correction?.Tag;
        row["CorrectionDate"] = episode.Correction?.Edited;
        row[Updated] = episode.Updated;
    }

    /// <returns>Null if the row holds no published episode.</returns>
    public static PublishedEpisode? Read(TableEntity row)
    {
        if (row.GetString(Revision) is not { } revision)
        {
            return null;
        }

        var metadata = new EpisodeMetadata(
            row.GetString("Title"),
            row.GetString("ShowNotes") ?? "",
            row.GetDateTimeOffset("PublishedAt")!.Value,
            row.GetInt32("Season"),
            row.GetInt32("EpisodeNumber"),
            row.GetBoolean("Explicit")!.Value,
            row.GetString("Language"),
            ReadPaper(row))
        {
            Details = JsonColumns.Read<EpisodeDetails>(row, Details) ?? EpisodeDetails.None,
        };
        var enclosure = new Enclosure(
            Core.Episodes.Revision.Parse(revision),
            row.GetString("EnclosureExtension"),
            row.GetInt64("EnclosureLength")!.Value,
            row.GetString("EnclosureType"),
            TimeSpan.FromSeconds(row.GetDouble("DurationSeconds")!.Value));
        return new PublishedEpisode(
            EpisodeSlug.Parse(row.GetString(Slug)),
            row.GetString(Guid),
            metadata,
            enclosure,
            new TranscriberIdentity(row.GetString("Engine"), row.GetString("Model")),
            row.GetDateTimeOffset(Updated)!.Value)
        {
            Correction = row.GetString(CorrectionTag) is { } tag ? new Correction(tag, row.GetDateTimeOffset("CorrectionDate")!.Value) : null,
        };
    }

    private static Paper? ReadPaper(TableEntity row)
    {
        if (row.GetString("PaperTitle") is not { } title)
        {
            return null;
        }

        var authors = row.GetString("PaperAuthors")?.Split('\n') ?? [];
        return new Paper(title, authors, row.GetString("PaperUrl") is { } url ? new Uri(url) : null);
    }
}
