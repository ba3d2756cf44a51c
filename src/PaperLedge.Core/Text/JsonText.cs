using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace PaperLedge.Core.Text;

internal static class JsonText
{
    public static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    public static void WriteSeconds(Utf8JsonWriter json, string name, TimeSpan time)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(ClockTime.Seconds(time));
    }
}
