namespace PaperLedge.Core.Episodes;

/// <summary>What others may do with the audio (<c>podcast:license</c>).</summary>
/// <param name="Name">An SPDX identifier in lower case, such as <c>cc-by-4.0</c>; or, with <paramref name="Url"/>, any name.</param>
public sealed record License(string Name, Uri? Url = null);
