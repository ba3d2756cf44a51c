using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Azure.Data.Tables;
using PaperLedge.Core.Text;

namespace PaperLedge.Storage;

internal static class TableText
{
    // A string property holds 64 KiB of UTF-16:
    // https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model
    public const int MaxCharacters = 32 * 1024;

    public static string? Fit(string? text) => text is null ? null : PlainText.Shorten(text, MaxCharacters);

    /// <summary>Joins lines, and cuts the end if it does not fit.</summary>
    public static string? Join(IReadOnlyList<string> lines) =>
        lines.Count == 0 ? null : PlainText.Shorten(string.Join('\n', lines.Select(PlainText.OneLine)), MaxCharacters);

    public static IReadOnlyList<string> Split(string? text) => text?.Split('\n') ?? [];
}

/// <summary>A length of time as a number of seconds.</summary>
internal static class TableTime
{
    // To the nearest tick, as it was written; TimeSpan.FromSeconds cuts off.
    public static TimeSpan Read(TableEntity row, string column) =>
        TimeSpan.FromTicks((long)Math.Round(row.GetDouble(column)!.Value * TimeSpan.TicksPerSecond));
}

/// <summary>A value as JSON, in as many properties as its length needs: <c>Name</c>, <c>Name2</c>, <c>Name3</c>, …</summary>
internal static class JsonColumns
{
    // Letters of all scripts are not escaped: escaped, they would take six times the space.
    private static readonly JsonSerializerOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write<T>(TableEntity row, string name, T value)
    {
        var rest = JsonSerializer.Serialize(value, s_options);
        for (var number = 1; rest.Length > 0; number++)
        {
            var length = Math.Min(rest.Length, TableText.MaxCharacters);
            // A table cannot store half a surrogate pair.
            length -= char.IsHighSurrogate(rest[length - 1]) ? 1 : 0;
            row[NameOf(name, number)] = rest[..length];
            rest = rest[length..];
        }
    }

    /// <returns>The default if the row has no such value.</returns>
    public static T? Read<T>(TableEntity row, string name)
    {
        var json = "";
        for (var number = 1; row.GetString(NameOf(name, number)) is { } part; number++)
        {
            json += part;
        }

        return json.Length == 0 ? default : JsonSerializer.Deserialize<T>(json, s_options);
    }

    private static string NameOf(string name, int number) => number == 1 ? name : name + number.ToString(CultureInfo.InvariantCulture);
}
