using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Core.Episodes;

/// <summary>One transcription of one upload: 16 hexadecimal digits over everything that changes the text.</summary>
public readonly record struct Revision
{
    private readonly string? _value;

    private Revision(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("A default Revision has no value.");

    /// <param name="etag">The audio's, with or without the quotes that Event Grid adds.</param>
    /// <param name="fingerprint">See <see cref="ITranscriber.GetFingerprintAsync"/>.</param>
    public static Revision Of(string etag, string fingerprint, TranscriptionOptions options) => new(ShortHash.Of(
        [
            etag.Trim('"'),
            fingerprint,
            options.Language ?? "",
            options.LikelyLanguage ?? "",
            options.Translate ? "translate" : "",
            .. options.Prompt ?? [],
        ]));

    public static bool TryParse([NotNullWhen(true)] string? text, out Revision revision)
    {
        var valid = ShortHash.IsOne(text);
        revision = valid ? new Revision(text!) : default;
        return valid;
    }

    public static Revision Parse(string text) =>
        TryParse(text, out var revision) ? revision : throw new FormatException($"'{text}' is not a revision (16 hexadecimal digits).");

    public override string ToString() => _value ?? "";
}

/// <summary>One version of an episode's audio: 16 hexadecimal digits over the upload's ETag. Published audio is named by it.</summary>
public readonly record struct AudioVersion
{
    private readonly string? _value;

    private AudioVersion(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("A default AudioVersion has no value.");

    /// <param name="etag">With or without the quotes that Event Grid adds.</param>
    /// <param name="encoding">What was made of the upload; null for a copy of it.</param>
    public static AudioVersion Of(string etag, string? encoding = null) =>
        new(ShortHash.Of(encoding is null ? [etag.Trim('"')] : [etag.Trim('"'), encoding]));

    public static AudioVersion Parse(string text) =>
        IsOne(text)
            ? new AudioVersion(text)
            : throw new FormatException($"'{text}' is not a version of audio (16 hexadecimal digits).");

    public static bool IsOne(string text) => ShortHash.IsOne(text);

    public override string ToString() => _value ?? "";
}

/// <summary>The first 64 bits of a SHA-256 sum as hexadecimal digits: short enough for a name, and unique within a show.</summary>
public static class ShortHash
{
    private const int Length = 16;

    /// <param name="parts">Without control characters, so that no two lists of parts give one sum.</param>
    public static string Of(IEnumerable<string> parts) => Of(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001f', parts))));

    public static string Of(byte[] sha256) => Convert.ToHexStringLower(sha256)[..Length];

    public static bool IsOne([NotNullWhen(true)] string? text) => text is { Length: Length } && text.All(char.IsAsciiHexDigitLower);
}
