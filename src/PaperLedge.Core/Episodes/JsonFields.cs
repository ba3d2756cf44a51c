using System.Text.Json;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Core.Episodes;

/// <summary>
/// Reads the fields of one JSON object that a person wrote: a field that is wrong is left out and reported, the others count.
/// </summary>
internal sealed partial class JsonFields
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    private readonly string _file;
    private readonly string _path;
    private readonly ICollection<string> _problems;
    private readonly Dictionary<string, JsonElement> _fields = new(StringComparer.Ordinal);
    private readonly List<string> _known = [];

    private JsonFields(string file, string path, JsonElement element, ICollection<string> problems)
    {
        (_file, _path, _problems) = (file, path, problems);
        foreach (var property in element.EnumerateObject())
        {
            if (!_fields.TryAdd(property.Name, property.Value))
            {
                _problems.Add($"{_file}: '{_path}{property.Name}' is given twice; the first one counts.");
            }
        }
    }

    /// <returns>Null, and a problem told, if the bytes are not one JSON object.</returns>
    public static JsonFields? Parse(ReadOnlyMemory<byte> json, string file, ICollection<string> problems)
    {
        // Editors on Windows begin a file with a byte order mark, which JsonDocument refuses.
        json = json.Span.StartsWith("\uFEFF"u8) ? json[3..] : json;
        try
        {
            using var document = JsonDocument.Parse(json, Lenient);
            ReadTexts(document.RootElement);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return new JsonFields(file, "", document.RootElement.Clone(), problems);
            }

            problems.Add($"{file}: must hold one JSON object in braces, not {Kind(document.RootElement)}; the file is ignored.");
        }
        catch (InvalidOperationException)
        {
            problems.Add($"{file}: holds half a character (a lone surrogate such as \\ud800); the file is ignored. Correct it and upload it again.");
        }
        catch (JsonException exception)
        {
            var line = exception.LineNumber + 1;
            problems.Add($"{file}: is not valid JSON at line {line}; the file is ignored. Correct it and upload it again.");
        }

        return null;
    }

    /// <summary>As they are written, in order.</summary>
    public IEnumerable<string> Names => _fields.Keys;

    public bool IsText(string name) => _fields.TryGetValue(name, out var element) && element.ValueKind == JsonValueKind.String;

    public bool Has(string name) => _fields.TryGetValue(name, out var element) && element.ValueKind != JsonValueKind.Null;

    public JsonFields? Object(string name)
    {
        if (!Take(name, out var element))
        {
            return null;
        }

        return element.ValueKind == JsonValueKind.Object
            ? new JsonFields(_file, $"{_path}{name}.", element, _problems)
            : Wrong<JsonFields?>(name, "an object in braces", element);
    }

    /// <summary>The objects of a list; entries that are none are reported and left out.</summary>
    public IEnumerable<JsonFields> Objects(string name, int maxCount)
    {
        if (!Take(name, out var element))
        {
            yield break;
        }

        if (element.ValueKind != JsonValueKind.Array)
        {
            Wrong<JsonFields?>(name, "a list of objects in brackets", element);
            yield break;
        }

        if (element.GetArrayLength() > maxCount)
        {
            _problems.Add($"{_file}: '{_path}{name}' has {element.GetArrayLength()} entries; only the first {maxCount} are kept.");
        }

        foreach (var (index, entry) in element.EnumerateArray().Take(maxCount).Index())
        {
            if (entry.ValueKind == JsonValueKind.Object)
            {
                yield return new JsonFields(_file, $"{_path}{name}[{index}].", entry, _problems);
            }
            else
            {
                Wrong<JsonFields?>($"{name}[{index}]", "an object in braces", entry);
            }
        }
    }

    /// <summary>Tells what is wrong with this object as a whole.</summary>
    public void Tell(string problem) => _problems.Add(_path.Length == 0 ? $"{_file}: {problem}" : $"{_file}: '{_path.TrimEnd('.')}' {problem}");

    /// <summary>Tells that this object is of no use without a field, which is missing or wrong.</summary>
    public void Miss(string name) => Tell($"has no usable \"{name}\" and is ignored. Add it.");

    /// <summary>To be called last: reports the fields that nobody asked for.</summary>
    public void RefuseOthers()
    {
        foreach (var name in _fields.Keys.Except(_known, StringComparer.Ordinal))
        {
            var shown = PlainText.Shorten(PlainText.OneLine(name), 40);
            _problems.Add($"{_file}: unknown field '{_path}{shown}' is ignored. Known are: {string.Join(", ", _known)}.");
        }
    }

    private bool Take(string name, out JsonElement element)
    {
        _known.Add(name);
        return _fields.TryGetValue(name, out element) && element.ValueKind != JsonValueKind.Null;
    }

    private T? Wrong<T>(string name, string wanted, JsonElement element)
    {
        var given = PlainText.Shorten(PlainText.OneLine(element.GetRawText()), 60);
        _problems.Add($"{_file}: '{_path}{name}' must be {wanted}, not {given}; the field is ignored.");
        return default;
    }

    /// <exception cref="InvalidOperationException">A text or a name is none that could be written.</exception>
    private static void ReadTexts(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.String)
        {
            _ = element.GetString();
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var entry in element.EnumerateArray())
            {
                ReadTexts(entry);
            }
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in element.EnumerateObject())
            {
                _ = property.Name;
                ReadTexts(property.Value);
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
