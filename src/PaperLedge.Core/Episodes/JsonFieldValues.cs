using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using PaperLedge.Core.Feed;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Core.Episodes;

/// <content>The kinds of values that fields have.</content>
internal sealed partial class JsonFields
{
    private static readonly string[] DateFormats =
        ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>What browsers, proxies and feed readers have agreed on bearing.</summary>
    private const int MaxAddress = 2048;

    /// <summary>A week, far longer than any audio that is taken.</summary>
    private const double MaxSeconds = 7 * 24 * 3600;

    public string? Line(string name, int maxLength) =>
        Text(name) is { } text && PlainText.OneLine(text) is { Length: > 0 } line ? Shorten(name, line, maxLength) : null;

    public string? Block(string name, int maxLength) =>
        Text(name) is { } text && PlainText.Lines(text) is { Length: > 0 } block ? Shorten(name, block, maxLength) : null;

    public int? PositiveInteger(string name) => (int?)Positive(name, int.MaxValue);

    public long? PositiveNumber(string name) => Positive(name, long.MaxValue);

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

    /// <summary>Seconds as a number, or a clock's <c>1:02:03.5</c>; within the longest audio that is taken.</summary>
    public TimeSpan? Time(string name)
    {
        if (!Take(name, out var element))
        {
            return null;
        }

        var seconds = element.ValueKind switch
        {
            JsonValueKind.Number when element.TryGetDouble(out var number) => number,
            JsonValueKind.String => Seconds(element.GetString()!.Trim()),
            _ => null,
        };
        return seconds is >= 0 and < MaxSeconds
            ? TimeSpan.FromMilliseconds(Math.Round(seconds.Value * 1000))
            : Wrong<TimeSpan?>(name, "a time in seconds such as 83.5, or \"1:23.5\"", element);
    }

    public T? OneOf<T>(string name)
        where T : struct, Enum
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        var names = Enum.GetNames<T>();
        return names.FirstOrDefault(known => known.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } found
            ? Enum.Parse<T>(found)
            : Wrong<T?>(name, $"one of {string.Join(", ", names.Select(known => known.ToLowerInvariant()))}", _fields[name]);
    }

    /// <param name="wanted">What the pattern demands, in words.</param>
    public string? Matching(string name, Regex pattern, string wanted)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        return pattern.IsMatch(text.Trim()) ? text.Trim() : Wrong<string?>(name, wanted, _fields[name]);
    }

    /// <summary>A picture that directories take.</summary>
    public Uri? Picture(string name) => SecureAddress(name) is not { } address ? null
        : ShowArtwork.MayBePicture(address) ? address
        : Wrong<Uri?>(name, "the address of a JPEG or PNG, which ends in .jpg or .png", _fields[name]);

    /// <summary>https, as the Podcasting 2.0 namespace demands; this machine's own addresses excepted.</summary>
    public Uri? SecureAddress(string name, int maxLength = MaxAddress)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        return Uri.TryCreate(text.Trim(), UriKind.Absolute, out var uri)
            && (uri.Scheme == "https" || (uri.Scheme == "http" && uri.IsLoopback))
            && uri.UserInfo.Length == 0
            && uri.AbsoluteUri.Length <= maxLength
            // Without what the address does not need, such as a/../, which is what would be stored.
            ? new Uri(uri.AbsoluteUri)
            : Wrong<Uri?>(name, $"an address that begins with https:// and has at most {maxLength} characters", _fields[name]);
    }

    private long? Positive(string name, long max)
    {
        if (!Take(name, out var element))
        {
            return null;
        }

        return element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out var number) && number > 0 && number <= max
            ? number
            : Wrong<long?>(name, "a whole number of 1 or more", element);
    }

    private static double? Seconds(string clock)
    {
        if (double.TryParse(clock, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
        {
            return seconds;
        }

        var match = Clock().Match(clock);
        return match.Success
            ? (Number("h") * 3600) + (Number("m") * 60) + Number("s")
            : null;

        double Number(string group) =>
            match.Groups[group].Success ? double.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture) : 0;
    }

    private string? Text(string name)
    {
        if (!Take(name, out var element))
        {
            return null;
        }

        return element.ValueKind == JsonValueKind.String ? element.GetString() : Wrong<string?>(name, "a text in quotes", element);
    }

    private string Shorten(string name, string text, int maxLength)
    {
        if (text.Length > maxLength)
        {
            _problems.Add($"{_file}: '{_path}{name}' is {text.Length} characters long; only the first {maxLength} are kept.");
        }

        return PlainText.Shorten(text, maxLength);
    }

    [GeneratedRegex(@"\A(?:(?<h>[0-9]{1,3}):)?(?<m>[0-5]?[0-9]):(?<s>[0-5][0-9](?:\.[0-9]{1,6})?)\z")]
    private static partial Regex Clock();
}
