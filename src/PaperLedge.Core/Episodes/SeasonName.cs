namespace PaperLedge.Core.Episodes;

/// <param name="Number">1 or more.</param>
/// <param name="Name">1 to 128 characters.</param>
public sealed record SeasonName(int Number, string Name);
