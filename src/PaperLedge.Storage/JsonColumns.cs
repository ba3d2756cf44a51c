using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Azure.Data.Tables;

namespace PaperLedge.Storage;

/// <summary>A value as JSON, in as many properties as its length needs: <c>Name</c>, <c>Name2</c>, <c>Name3</c>, …</summary>
internal static class JsonColumns
{
    /// <summary>Letters of all scripts as they are: escaped, each would take six times the room.</summary>
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write<T>(TableEntity row, string name, T value)
    {
        var rest = JsonSerializer.Serialize(value, Options);
        for (var number = 1; rest.Length > 0; number++)
        {
            var length = Math.Min(rest.Length, Texts.MaxCharacters);
            // Half a surrogate pair is not text that a table can hold.
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

        return json.Length == 0 ? default : JsonSerializer.Deserialize<T>(json, Options);
    }

    private static string NameOf(string name, int number) => number == 1 ? name : name + number.ToString(CultureInfo.InvariantCulture);
}
