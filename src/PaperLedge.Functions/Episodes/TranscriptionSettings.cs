using System.ComponentModel.DataAnnotations;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Functions.Episodes;

/// <summary>How the work on an episode is done; section <see cref="SectionName"/>.</summary>
public sealed record TranscriptionSettings
{
    public const string SectionName = "Transcription";

    /// <summary>
    /// Tag of the language that is spoken in every episode whose sidecar does not name one; empty (the default) lets a multilingual model
    /// detect it, which then expects the show's.
    /// </summary>
    [RegularExpression("^([A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*)?$", ErrorMessage = "Transcription:Language must be a language tag such as en or pt-BR, or empty.")]
    public string Language { get; init; } = "";

    /// <summary>Whether the transcript is to be English whatever the language spoken; multilingual models only. Default: false.</summary>
    public bool Translate { get; init; }

    /// <summary>
    /// How long a transcription that has fallen silent still counts as alive, in seconds; default 40. Until then a message
    /// delivered again waits.
    /// </summary>
    [Range(1, 3600)]
    public int LeaseSeconds { get; init; } = 40;

    /// <summary>How often progress is stored, in seconds; default 2.</summary>
    [Range(0.1, 60)]
    public double ProgressSeconds { get; init; } = 2;

    public TranscriptionOptions Options => new(Language.Length > 0 ? Language : null) { Translate = Translate };

    public TimeSpan Lease => TimeSpan.FromSeconds(LeaseSeconds);
}
