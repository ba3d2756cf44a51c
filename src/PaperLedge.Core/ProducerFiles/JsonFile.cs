using System.Text;
using System.Text.Json;

namespace PaperLedge.Core.ProducerFiles;

/// <summary>Parses the files that a person wrote: one JSON object each, comments and trailing commas allowed.</summary>
internal static class JsonFile
{
    private const int MaxDepth = 64;

    private static readonly JsonDocumentOptions s_lenient =
        new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = MaxDepth };

    /// <param name="file">The file's name, for messages.</param>
    /// <param name="known">The names of the object's fields.</param>
    /// <returns>Null, and a problem, if the bytes are not one JSON object.</returns>
    public static JsonObjectReader? Parse(ReadOnlyMemory<byte> json, string file, string[] known, ICollection<string> problems)
    {
        json = InUtf8(json);
        try
        {
            using var document = JsonDocument.Parse(json, s_lenient);
            DecodeTexts(document.RootElement);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return new JsonObjectReader(file, "", document.RootElement.Clone(), known, problems);
            }

            problems.Add($"{file}: must contain one JSON object in braces, not {Kind(document.RootElement)}; the file is ignored.");
        }
        catch (InvalidOperationException)
        {
            problems.Add(
                $"{file}: contains an incomplete character (a lone surrogate such as \\ud800); the file is ignored. " +
                "Correct it and upload it again.");
        }
        catch (JsonException exception) when (exception.Message.Contains("maximum configured depth", StringComparison.Ordinal))
        {
            problems.Add(
                $"{file}: braces and brackets are nested more than {MaxDepth} deep; the file is ignored. Correct it and upload it again.");
        }
        catch (JsonException exception)
        {
            var line = exception.LineNumber + 1;
            problems.Add($"{file}: is not valid JSON at line {line}; the file is ignored. Correct it and upload it again.");
        }

        return null;
    }

    // Editors on Windows begin a file with a byte order mark, and Windows PowerShell writes UTF-16; JsonDocument refuses both.
    private static ReadOnlyMemory<byte> InUtf8(ReadOnlyMemory<byte> json)
    {
        var bytes = json.Span;
        return bytes switch
        {
            [0xEF, 0xBB, 0xBF, ..] => json[3..],
            [0xFF, 0xFE, ..] => FromUtf16(Encoding.Unicode, bytes[2..]),
            [0xFE, 0xFF, ..] => FromUtf16(Encoding.BigEndianUnicode, bytes[2..]),
            // An object begins with a brace, or with a space, and the other byte of such a character is 0.
            [not 0, 0, not 0, 0, ..] => FromUtf16(Encoding.Unicode, bytes),
            [0, not 0, 0, not 0, ..] => FromUtf16(Encoding.BigEndianUnicode, bytes),
            _ => json,
        };
    }

    private static byte[] FromUtf16(Encoding encoding, ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetBytes(encoding.GetString(bytes));

    // Throws InvalidOperationException at a text or a name with a lone surrogate, here rather than at the first reading of the field.
    private static void DecodeTexts(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.String)
        {
            _ = element.GetString();
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var entry in element.EnumerateArray())
            {
                DecodeTexts(entry);
            }
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in element.EnumerateObject())
            {
                _ = property.Name;
                DecodeTexts(property.Value);
            }
        }
    }

    private static string Kind(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        _ => element.GetRawText(),
    };
}
