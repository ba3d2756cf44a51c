namespace PaperLedge.Core.Episodes;

/// <summary>The published copy of an episode's audio, never overwritten.</summary>
/// <param name="Extension">Without a dot, such as <c>mp3</c>.</param>
/// <param name="Length">Bytes.</param>
/// <param name="MediaType">Such as <c>audio/mpeg</c>.</param>
/// <param name="Duration">Of the decoded audio.</param>
public sealed record Enclosure(Revision Revision, string Extension, long Length, string MediaType, TimeSpan Duration);
