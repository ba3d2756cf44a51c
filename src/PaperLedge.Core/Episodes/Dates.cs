namespace PaperLedge.Core.Episodes;

/// <summary>Dates of publication.</summary>
public static class Dates
{
    /// <summary>
    /// Tables hold dates from 1601 on (<see href="https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model"/>);
    /// nothing was recorded before 1860, so what is older is a slip of the pen, as is what lies centuries ahead.
    /// </summary>
    public static bool ArePossible(DateTimeOffset date) => date.Year is >= 1860 and <= 2200;
}
