using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Core.Episodes;

/// <summary>One reading of one upload: 16 hexadecimal digits over the blob's ETag, the engine, the model and the options.</summary>
public readonly record struct Revision
{
    private const int Length = 16;

    private readonly string? _value;

    private Revision(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("A default Revision names none.");

    /// <param name="etag">As storage gives it, with or without the quotes that Event Grid adds.</param>
    public static Revision Of(string etag, TranscriberIdentity transcriber, TranscriptionOptions options)
    {
        // The unit separator cannot occur in any of the parts, so no two lists of parts give one text.
        var text = string.Join('\u001f', etag.Trim('"'), transcriber.Engine, transcriber.Model, options.Language ?? "");
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        return new Revision(Convert.ToHexStringLower(hash)[..Length]);
    }

    public static bool TryParse([NotNullWhen(true)] string? text, out Revision revision)
    {
        var valid = text is { Length: Length } && text.All(char.IsAsciiHexDigitLower);
        revision = valid ? new Revision(text!) : default;
        return valid;
    }

    public static Revision Parse(string text) =>
        TryParse(text, out var revision) ? revision : throw new FormatException($"'{text}' is no revision (16 hexadecimal digits).");

    public override string ToString() => _value ?? "";
}
