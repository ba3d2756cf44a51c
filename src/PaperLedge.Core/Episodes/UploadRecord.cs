namespace PaperLedge.Core.Episodes;

/// <summary>What became of one upload, also of those that never became an episode.</summary>
/// <param name="ETag">Of the version that was looked at.</param>
/// <param name="Problem">What is wrong and what to do, or null.</param>
public sealed record UploadRecord(string BlobName, string ETag, UploadState State, string? Problem, DateTimeOffset Updated);
