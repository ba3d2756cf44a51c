using System.Net;
using System.Net.Http.Headers;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Cli.Checking;

/// <summary>What a server answered.</summary>
/// <param name="Url">Where it was found in the end, after redirections.</param>
/// <param name="MediaType">Without parameters; null if none is said.</param>
/// <param name="Length">Bytes, as the header says; null if it does not, as with compressed content.</param>
/// <param name="Content">Its beginning, up to the limit asked for, decompressed.</param>
/// <param name="IsWhole">Whether that is all.</param>
internal sealed record Answer(
    Uri Url,
    HttpStatusCode Status,
    string? Reason,
    string? MediaType,
    EntityTagHeaderValue? Tag,
    DateTimeOffset? LastModified,
    long? Length,
    ReadOnlyMemory<byte> Content,
    bool IsWhole)
{
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>Such as <c>404 Not Found</c>.</summary>
    public string StatusText => $"{(int)Status} {PlainText.OneLine(Reason)}".TrimEnd();
}
