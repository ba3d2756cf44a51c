using Azure.Data.Tables;

namespace PaperLedge.Storage;

/// <summary>Error of a row whose values cannot be read, as after a change by another program.</summary>
/// <param name="row">Such as <c>Ledge(show, episode-talk)</c>.</param>
public sealed class DamagedRowException(string row, Exception innerException)
    : Exception($"The table row {row} is damaged: {innerException.Message}", innerException)
{
    public string Row { get; } = row;

    /// <summary>Converts a row. Whatever fails there, fails for the row's values.</summary>
    internal static T Convert<T>(string table, TableEntity row, Func<TableEntity, T> read)
    {
        try
        {
            return read(row);
        }
        catch (Exception exception)
        {
            throw new DamagedRowException($"{table}({row.PartitionKey}, {row.RowKey})", exception);
        }
    }

    /// <summary>Converts a row, or reports it and returns the default.</summary>
    /// <param name="damaged">Gets the row's name.</param>
    internal static T? TryConvert<T>(string table, TableEntity row, Func<TableEntity, T> read, Action<DamagedRowException>? damaged)
        where T : class
    {
        try
        {
            return Convert(table, row, read);
        }
        catch (DamagedRowException exception)
        {
            damaged?.Invoke(exception);
            return null;
        }
    }
}
