using System.Text.Json;
using Azure.Data.Tables;
using PaperLedge.Core.Episodes;

namespace PaperLedge.Storage.Ledger;

/// <summary>The show as one row, and back. Its settings are small and always read whole, so they are one JSON property.</summary>
internal static class ShowRow
{
    public static TableEntity Write(Show show) => new(LedgerKeys.Partition, LedgerKeys.Show)
    {
        ["FeedGuid"] = show.FeedGuid,
        ["Settings"] = JsonSerializer.Serialize(show.Settings),
        ["Problems"] = Texts.Join(show.Problems),
        ["Version"] = show.Version,
        ["Updated"] = show.Updated,
    };

    public static Show Read(TableEntity row) => new(
        row.GetGuid("FeedGuid")!.Value,
        JsonSerializer.Deserialize<ShowSettings>(row.GetString("Settings"))!,
        Texts.Split(row.GetString("Problems")),
        row.GetInt64("Version")!.Value,
        row.GetDateTimeOffset("Updated")!.Value);
}
