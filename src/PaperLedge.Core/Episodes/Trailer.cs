namespace PaperLedge.Core.Episodes;

/// <summary>What apps play to somebody who looks at the show for the first time (<c>podcast:trailer</c>).</summary>
/// <param name="Title">1 to 128 characters.</param>
/// <param name="Length">Bytes, or null.</param>
/// <param name="Type">A MIME type, or null.</param>
/// <param name="Season">If it is for one season only.</param>
public sealed record Trailer(string Title, Uri Url, DateTimeOffset Published, long? Length = null, string? Type = null, int? Season = null);
