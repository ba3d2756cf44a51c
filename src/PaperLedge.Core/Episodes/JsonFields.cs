using System.Globalization;
using System.Text.Json;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Core.Episodes;

/// <summary>
/// Reads the fields of one JSON object that a person wrote: a field that is wrong is left out and told of, the others count.
/// </summary>
internal sealed class JsonFields
{
    private static readonly string[] DateFormats =
        ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>What browsers, proxies and feed readers have agreed on bearing.</summary>
    private const int MaxAddress = 2048;

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
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return new JsonFields(file, "", document.RootElement.Clone(), problems);
            }

            problems.Add($"{file}: must hold one JSON object in braces, not {Kind(document.RootElement)}; the file is ignored.");
        }
        catch (JsonException exception)
        {
            var line = exception.LineNumber + 1;
            problems.Add($"{file}: is not valid JSON at line {line}; the file is ignored. Correct it and upload it again.");
        }

        return null;
    }

    public bool Has(string name) => _fields.TryGetValue(name, out var element) && element.ValueKind != JsonValueKind.Null;

    public string? Line(string name, int maxLength) =>
        Text(name) is { } text && PlainText.OneLine(text) is { Length: > 0 } line ? Shorten(name, line, maxLength) : null;

    public string? Block(string name, int maxLength) =>
        Text(name) is { } text && PlainText.Lines(text) is { Length: > 0 } block ? Shorten(name, block, maxLength) : null;

    public int? PositiveInteger(string name)
    {
        if (!Take(name, out var element))
        {
            return null;
        }

        if (element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var number) && number > 0)
        {
            return number;
        }

        return Wrong<int?>(name, "a whole number of 1 or more", element);
    }

    public bool? Boolean(string name)
    {
        if (!Take(name, out var element))
        {
            return null;
        }

        return element.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? element.GetBoolean()
            : Wrong<bool?>(name, "true or false", element);
    }

    public DateTimeOffset? Date(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParseExact(text.Trim(), DateFormats, CultureInfo.InvariantCulture, Utc, out var date) && Dates.ArePossible(date)
            ? date
            : Wrong<DateTimeOffset?>(name, "a date such as 2026-01-31 or 2026-01-31T08:00:00Z", _fields[name]);
    }

    public string? Language(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        return LanguageTag.OrUndetermined(text) == text ? text : Wrong<string?>(name, "a language tag such as en or pt-BR", _fields[name]);
    }

    public Uri? WebAddress(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        return Uri.TryCreate(text.Trim(), UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" && uri.AbsoluteUri.Length <= MaxAddress
            ? uri
            : Wrong<Uri?>(name, $"an address that begins with https:// and has at most {MaxAddress} characters", _fields[name]);
    }

    public IReadOnlyList<string>? Lines(string name, int maxCount, int maxLength)
    {
        if (!Take(name, out var element))
        {
            return null;
        }

        if (element.ValueKind != JsonValueKind.Array || element.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String))
        {
            return Wrong<IReadOnlyList<string>?>(name, "a list of texts in brackets", element);
        }

        var lines = element.EnumerateArray().Select(item => PlainText.OneLine(item.GetString()!)).Where(line => line.Length > 0).ToList();
        if (lines.Count > maxCount)
        {
            _problems.Add($"{_file}: '{_path}{name}' has {lines.Count} entries; only the first {maxCount} are kept.");
        }

        return [.. lines.Take(maxCount).Select(line => Shorten(name, line, maxLength))];
    }

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

    /// <summary>To be called last: tells of the fields that nobody asked for.</summary>
    public void RefuseOthers()
    {
        foreach (var name in _fields.Keys.Except(_known, StringComparer.Ordinal))
        {
            var shown = PlainText.Shorten(PlainText.OneLine(name), 40);
            _problems.Add($"{_file}: unknown field '{_path}{shown}' is ignored. Known are: {string.Join(", ", _known)}.");
        }
    }

    private string? Text(string name)
    {
        if (!Take(name, out var element))
        {
            return null;
        }

        return element.ValueKind == JsonValueKind.String ? element.GetString() : Wrong<string?>(name, "a text in quotes", element);
    }

    private bool Take(string name, out JsonElement element)
    {
        _known.Add(name);
        return _fields.TryGetValue(name, out element) && element.ValueKind != JsonValueKind.Null;
    }

    private string Shorten(string name, string text, int maxLength)
    {
        if (text.Length > maxLength)
        {
            _problems.Add($"{_file}: '{_path}{name}' is {text.Length} characters long; only the first {maxLength} are kept.");
        }

        return PlainText.Shorten(text, maxLength);
    }

    private T? Wrong<T>(string name, string wanted, JsonElement element)
    {
        var given = PlainText.Shorten(PlainText.OneLine(element.GetRawText()), 60);
        _problems.Add($"{_file}: '{_path}{name}' must be {wanted}, not {given}; the field is ignored.");
        return default;
    }

    private static string Kind(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        _ => element.GetRawText(),
    };
}
