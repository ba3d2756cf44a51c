using System.ComponentModel.DataAnnotations;

namespace PaperLedge.Functions.Episodes;

/// <summary>When <c>Tidy</c> steps in; section <see cref="SectionName"/>. Its schedule is the setting <c>TidySchedule</c>.</summary>
public sealed record TidySettings
{
    public const string SectionName = "Tidy";

    /// <summary>After how many seconds an upload that no trigger noticed is registered; default 300.</summary>
    [Range(0, 86_400)]
    public int MissedUploadSeconds { get; init; } = 300;

    /// <summary>After how many seconds a queued episode that nobody works on is queued again; default 900.</summary>
    [Range(1, 86_400)]
    public int StalledSeconds { get; init; } = 900;
}
