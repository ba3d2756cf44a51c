using Azure.Data.Tables;
using PaperLedge.Core.Shows;

namespace PaperLedge.Storage.Ledger;

internal static class ShowRow
{
    private const string FeedGuid = "FeedGuid", Problems = "Problems", Version = "Version", Updated = "Updated";
    private const string SettingsUpdated = "SettingsUpdated", Removed = "Removed", Settings = "Settings", Archives = "Archives";
    private const string ArtworkVersion = "ArtworkVersion", MovedTo = "MovedTo", MoveProblem = "MoveProblem";

    public static TableEntity Write(Show show)
    {
        var row = new TableEntity(LedgerKeys.Partition, LedgerKeys.Show)
        {
            [FeedGuid] = show.FeedGuid,
            [Problems] = TableText.Join(show.Problems),
            [Version] = show.Version,
            [Updated] = show.Updated,
            [SettingsUpdated] = show.SettingsUpdated,
            [Removed] = show.Removed,
            [ArtworkVersion] = show.ArtworkVersion,
            [MovedTo] = show.MovedTo?.AbsoluteUri,
            [MoveProblem] = TableText.Fit(show.MoveProblem),
        };
        // Settings are small and always read whole.
        JsonColumns.Write(row, Settings, show.Settings);
        if (show.Archives.Count > 0)
        {
            JsonColumns.Write(row, Archives, show.Archives);
        }

        return row;
    }

    public static Show Read(TableEntity row) => new(
        row.GetGuid(FeedGuid)!.Value,
        JsonColumns.Read<ShowSettings>(row, Settings)!,
        TableText.Split(row.GetString(Problems)),
        row.GetInt64(Version)!.Value,
        row.GetDateTimeOffset(Updated)!.Value)
    {
        SettingsUpdated = row.GetDateTimeOffset(SettingsUpdated) ?? row.GetDateTimeOffset(Updated)!.Value,
        Removed = row.GetDateTimeOffset(Removed),
        ArtworkVersion = row.GetString(ArtworkVersion),
        MovedTo = row.GetString(MovedTo) is { } moved ? new Uri(moved) : null,
        MoveProblem = row.GetString(MoveProblem),
        Archives = JsonColumns.Read<string[]>(row, Archives) ?? [],
    };
}
