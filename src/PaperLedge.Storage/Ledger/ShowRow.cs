using Azure.Data.Tables;
using PaperLedge.Core.Shows;

namespace PaperLedge.Storage.Ledger;

internal static class ShowRow
{
    private const string FeedGuid = "FeedGuid", Problems = "Problems", Version = "Version", Updated = "Updated";
    private const string SettingsUpdated = "SettingsUpdated", Removed = "Removed", Settings = "Settings", Archives = "Archives";
    private const string ArtworkVersion = "ArtworkVersion", MovedTo = "MovedTo", MoveProblem = "MoveProblem";
    private const string AddressProblem = "AddressProblem", ArtworkProblem = "ArtworkProblem", FileVersion = "FileVersion";

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
            [FileVersion] = show.FileVersion,
            [ArtworkVersion] = show.ArtworkVersion,
            [MovedTo] = show.MovedTo?.AbsoluteUri,
            [MoveProblem] = TableText.Fit(show.MoveProblem),
            [AddressProblem] = TableText.Fit(show.AddressProblem),
            [ArtworkProblem] = TableText.Fit(show.ArtworkProblem),
        };
        // Settings are small and always read whole.
        JsonColumns.Write(row, Settings, show.Settings);
        if (show.Archives.Count > 0)
        {
            JsonColumns.Write(row, Archives, show.Archives);
        }

        return row;
    }

    /// <summary>Reads each value on its own, and takes those that are damaged from another show.</summary>
    public static Show Salvage(TableEntity row, Show otherwise)
    {
        var whole = Write(otherwise);
        foreach (var name in row.Keys.ToList())
        {
            var single = new TableEntity(whole) { [name] = row[name] };
            // A long value has several columns, which belong together.
            foreach (var part in row.Keys.Where(key => key.StartsWith(name, StringComparison.Ordinal)))
            {
                single[part] = row[part];
            }

            if (DamagedRowException.TryConvert(StorageNames.LedgerTable, single, Read, damaged: null) is not null)
            {
                whole = single;
            }
        }

        return Read(whole);
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
        FileVersion = row.GetString(FileVersion),
        ArtworkVersion = row.GetString(ArtworkVersion),
        MovedTo = row.GetString(MovedTo) is { } moved ? new Uri(moved) : null,
        MoveProblem = row.GetString(MoveProblem),
        AddressProblem = row.GetString(AddressProblem),
        ArtworkProblem = row.GetString(ArtworkProblem),
        Archives = JsonColumns.Read<string[]>(row, Archives) ?? [],
    };
}
