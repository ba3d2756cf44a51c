using Azure.Data.Tables;
using PaperLedge.Core.Episodes;

namespace PaperLedge.Storage.Ledger;

/// <summary>The show as one row, and back. Its settings are small and always read whole, so they are JSON.</summary>
internal static class ShowRow
{
    public static TableEntity Write(Show show)
    {
        var row = new TableEntity(LedgerKeys.Partition, LedgerKeys.Show)
        {
            ["FeedGuid"] = show.FeedGuid,
            ["Problems"] = Texts.Join(show.Problems),
            ["Version"] = show.Version,
            ["Updated"] = show.Updated,
        };
        row["SettingsUpdated"] = show.SettingsUpdated;
        row["Removed"] = show.Removed;
        JsonColumns.Write(row, "Settings", show.Settings);
        if (show.Archives.Count > 0)
        {
            JsonColumns.Write(row, "Archives", show.Archives);
        }

        return row;
    }

    public static Show Read(TableEntity row) => new(
        row.GetGuid("FeedGuid")!.Value,
        JsonColumns.Read<ShowSettings>(row, "Settings")!,
        Texts.Split(row.GetString("Problems")),
        row.GetInt64("Version")!.Value,
        row.GetDateTimeOffset("Updated")!.Value)
    {
        SettingsUpdated = row.GetDateTimeOffset("SettingsUpdated") ?? row.GetDateTimeOffset("Updated")!.Value,
        Removed = row.GetDateTimeOffset("Removed"),
        Archives = JsonColumns.Read<string[]>(row, "Archives") ?? [],
    };
}
