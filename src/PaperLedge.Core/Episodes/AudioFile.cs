namespace PaperLedge.Core.Episodes;

/// <summary>What probing found out about an upload.</summary>
/// <param name="Extension">Of the sniffed type, without a dot; not necessarily the upload's.</param>
public sealed record AudioFile(string Extension, string MediaType, TimeSpan Duration, EmbeddedTags Tags);
