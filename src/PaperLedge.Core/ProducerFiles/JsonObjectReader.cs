using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using PaperLedge.Core.Feed;
using PaperLedge.Core.Text;

namespace PaperLedge.Core.ProducerFiles;

/// <summary>Reads one JSON object that a person wrote: a field that is wrong or unknown is reported and left out.</summary>
internal sealed partial class JsonObjectReader
{
    // Browsers, proxies and feed readers take addresses of this length.
    private const int MaxAddress = 2048;

    // A week, far longer than any audio that is accepted.
    private const double MaxSeconds = 7 * 24 * 3600;

    private static readonly string[] s_dateFormats =
        ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    private readonly string _file;
    private readonly string _path;
    private readonly string[]? _known;
    private readonly ICollection<string> _problems;
    private readonly Dictionary<string, JsonElement> _fields = new(StringComparer.Ordinal);

    /// <param name="file">The file's name, for messages.</param>
    /// <param name="path">Empty for the file's own object; ends with a dot for the others.</param>
    /// <param name="known">The names of the object's fields; null if the producer chooses them.</param>
    public JsonObjectReader(string file, string path, JsonElement element, string[]? known, ICollection<string> problems)
    {
        (_file, _path, _known, _problems) = (file, path, known, problems);
        foreach (var property in element.EnumerateObject())
        {
            if (!_fields.TryAdd(property.Name, property.Value))
            {
                ReportField(property.Name, "is given twice; the first one is used.");
            }
            else if (!IsKnown(property.Name))
            {
                var shown = PlainText.Shorten(PlainText.OneLine(property.Name), 40);
                _problems.Add($"{_file}: unknown field '{_path}{shown}' is ignored. Known fields: {string.Join(", ", known!)}.");
            }
        }
    }

    /// <summary>The names of the fields, in the order of the file.</summary>
    public IEnumerable<string> Names => _fields.Keys;

    public bool Has(string name) => TryGet(name, out _);

    public bool IsText(string name) => TryGet(name, out var element) && element.ValueKind == JsonValueKind.String;

    /// <param name="known">The names of the object's fields; null if the producer chooses them.</param>
    public JsonObjectReader? Object(string name, string[]? known) => TryGet(name, out var element) ? Nested(name, element, known) : null;

    /// <summary>The objects of a list, without its other entries, which are reported.</summary>
    /// <param name="known">The names of each object's fields.</param>
    public IEnumerable<JsonObjectReader> Objects(string name, int maxCount, string[] known)
    {
        var entries = Read(
            name,
            "a list of objects in brackets",
            element => element.ValueKind == JsonValueKind.Array ? element.EnumerateArray().ToList() : null);
        return First(name, entries, maxCount)
            .Select((entry, index) => Nested($"{name}[{index}]", entry, known))
            .OfType<JsonObjectReader>();
    }

    public string? Line(string name, int maxLength) =>
        Text(name) is { } text && PlainText.OneLine(text) is { Length: > 0 } line ? Shorten(name, line, maxLength) : null;

    public string? Block(string name, int maxLength) =>
        Text(name) is { } text && PlainText.Lines(text) is { Length: > 0 } block ? Shorten(name, block, maxLength) : null;

    public IReadOnlyList<string> Lines(string name, int maxCount, int maxLength)
    {
        var texts = Read(
            name,
            "a list of texts in brackets",
            element => element.ValueKind == JsonValueKind.Array
                && element.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
                    ? element.EnumerateArray().Select(item => PlainText.OneLine(item.GetString())).Where(line => line.Length > 0).ToList()
                    : null);
        return [.. First(name, texts, maxCount).Select(line => Shorten(name, line, maxLength))];
    }

    public int? PositiveInteger(string name) => (int?)Positive(name, int.MaxValue);

    public long? PositiveNumber(string name) => Positive(name, long.MaxValue);

    public bool? Boolean(string name) => Read<bool?>(
        name,
        "true or false",
        element => element.ValueKind is JsonValueKind.True or JsonValueKind.False ? element.GetBoolean() : null);

    /// <returns>True also for a wrong value: this is for fields that prevent something that cannot be undone.</returns>
    public bool? Caution(string name) => Has(name) ? Boolean(name) ?? true : null;

    public DateTimeOffset? Date(string name)
    {
        return ReadText<DateTimeOffset?>(
            name,
            $"a date from {Dates.FirstYear} to {Dates.LastYear} such as 2026-01-31 or 2026-01-31T08:00:00Z",
            text => DateTimeOffset.TryParseExact(
                text.Trim(), s_dateFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
                && Dates.ArePossible(date) ? date : null);
    }

    /// <summary>A position or a length: seconds as a number, or a clock's <c>1:02:03.5</c>.</summary>
    public TimeSpan? Time(string name) => Read<TimeSpan?>(
        name,
        "a time in seconds such as 83.5, or \"1:23.5\"",
        element =>
        {
            var seconds = element.ValueKind switch
            {
                JsonValueKind.Number when element.TryGetDouble(out var number) => number,
                JsonValueKind.String => Seconds(element.GetString()!.Trim()),
                _ => null,
            };
            return seconds is >= 0 and < MaxSeconds ? TimeSpan.FromMilliseconds(Math.Round(seconds.Value * 1000)) : null;
        });

    public string? Language(string name) =>
        ReadText(name, "a language tag such as en or pt-BR", text => LanguageTag.OrUndetermined(text) == text ? text : null);

    public T? OneOf<T>(string name)
        where T : struct, Enum
    {
        var names = Enum.GetNames<T>();
        return ReadText<T?>(
            name,
            $"one of {string.Join(", ", names.Select(value => value.ToLowerInvariant()))}",
            text => names.FirstOrDefault(value => value.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } found
                ? Enum.Parse<T>(found)
                : null);
    }

    /// <param name="wanted">The pattern in words, for messages.</param>
    public string? Matching(string name, Regex pattern, string wanted) =>
        ReadText(name, wanted, text => pattern.IsMatch(text.Trim()) ? text.Trim() : null);

    public Uri? WebAddress(string name) => Address(name, MaxAddress, uri => uri.Scheme is "https" or "http");

    /// <summary>An https address, as the Podcasting 2.0 namespace demands; http is accepted for this machine only.</summary>
    public Uri? SecureAddress(string name, int maxLength = MaxAddress)
    {
        var address = Address(
            name,
            maxLength,
            uri => (uri.Scheme == "https" || (uri.Scheme == "http" && uri.IsLoopback)) && uri.UserInfo.Length == 0);

        // Stored addresses have no needless parts such as a/../.
        return address is null ? null : new Uri(address.AbsoluteUri);
    }

    public Uri? Picture(string name) => SecureAddress(name) is { } address
        ? Read(name, "the address of a JPEG or PNG, which ends in .jpg or .png", _ => ShowArtwork.MayBePicture(address) ? address : null)
        : null;

    /// <summary>Reports this object as ignored if a field that it needs is missing or wrong.</summary>
    /// <param name="value">The field's value; null if it is missing or wrong.</param>
    public bool Require<T>(string name, [NotNullWhen(true)] T? value)
    {
        if (value is null)
        {
            Report($"has no usable \"{name}\" and is ignored. Add it.");
        }

        return value is not null;
    }

    public void Report(string problem) =>
        _problems.Add(_path.Length == 0 ? $"{_file}: {problem}" : $"{_file}: '{_path.TrimEnd('.')}' {problem}");

    private void ReportField(string name, string problem) => _problems.Add($"{_file}: '{_path}{name}' {problem}");

    private void ReportWrong(string name, string wanted, JsonElement element)
    {
        var given = PlainText.Shorten(PlainText.OneLine(element.GetRawText()), 60);
        ReportField(name, $"must be {wanted}, not {given}; the field is ignored.");
    }

    private bool IsKnown(string name) => _known is null || _known.Contains(name);

    // False also for null, which a producer may write for a field without a value.
    private bool TryGet(string name, out JsonElement element)
    {
        if (!IsKnown(name))
        {
            throw new ArgumentException($"The field '{name}' is read but not declared.", nameof(name));
        }

        return _fields.TryGetValue(name, out element) && element.ValueKind != JsonValueKind.Null;
    }

    // Null without a report if the field is missing.
    private T? Read<T>(string name, string wanted, Func<JsonElement, T?> convert)
    {
        if (!TryGet(name, out var element))
        {
            return default;
        }

        var value = convert(element);
        if (value is null)
        {
            ReportWrong(name, wanted, element);
        }

        return value;
    }

    private T? ReadText<T>(string name, string wanted, Func<string, T?> convert) =>
        Text(name) is { } text ? Read<T>(name, wanted, _ => convert(text)) : default;

    private string? Text(string name) =>
        Read(name, "a text in quotes", element => element.ValueKind == JsonValueKind.String ? element.GetString() : null);

    private Uri? Address(string name, int maxLength, Func<Uri, bool> accepts) => ReadText(
        name,
        $"an address that begins with https:// and has at most {maxLength} characters",
        text => Uri.TryCreate(text.Trim(), UriKind.Absolute, out var uri) && accepts(uri) && uri.AbsoluteUri.Length <= maxLength
            ? uri
            : null);

    private long? Positive(string name, long max) => Read<long?>(
        name,
        "a whole number of 1 or more",
        element => element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out var number) && number > 0 && number <= max
            ? number
            : null);

    private JsonObjectReader? Nested(string name, JsonElement element, string[]? known)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            return new JsonObjectReader(_file, $"{_path}{name}.", element, known, _problems);
        }

        ReportWrong(name, "an object in braces", element);
        return null;
    }

    private IEnumerable<T> First<T>(string name, List<T>? entries, int maxCount)
    {
        if (entries?.Count > maxCount)
        {
            ReportField(name, $"has {entries.Count} entries; only the first {maxCount} are kept.");
        }

        return entries?.Take(maxCount) ?? [];
    }

    private string Shorten(string name, string text, int maxLength)
    {
        if (text.Length > maxLength)
        {
            ReportField(name, $"is {text.Length} characters long; only the first {maxLength} are kept.");
        }

        return PlainText.Shorten(text, maxLength);
    }

    private static double? Seconds(string clock)
    {
        if (double.TryParse(clock, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
        {
            return seconds;
        }

        var match = Clock().Match(clock);
        return match.Success ? (Number("h") * 3600) + (Number("m") * 60) + Number("s") : null;

        double Number(string group) =>
            match.Groups[group].Success ? double.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture) : 0;
    }

    [GeneratedRegex(@"\A(?:(?<h>[0-9]{1,3}):)?(?<m>[0-5]?[0-9]):(?<s>[0-5][0-9](?:\.[0-9]{1,6})?)\z")]
    private static partial Regex Clock();
}
