using System.ComponentModel.DataAnnotations;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Functions.Publishing;

/// <summary>Settings of the transcription of episodes; section <see cref="Section"/>.</summary>
public sealed record TranscriptionJobOptions
{
    public const string Section = "Transcription";

    /// <summary>Language tag for every episode whose sidecar does not name one; empty (the default) to detect the language.</summary>
    /// <remarks>Only a multilingual model detects the language; it then expects the show's.</remarks>
    [RegularExpression(
        "^([A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*)?$",
        ErrorMessage = "Transcription:Language must be a language tag such as en or pt-BR, or empty.")]
    public string Language { get; init; } = "";

    /// <summary>Whether the transcript is in English whatever language is spoken; multilingual models only. Default: false.</summary>
    public bool Translate { get; init; }

    /// <summary>Seconds without a sign of life after which a transcription is considered dead; default 40.</summary>
    /// <remarks>Until then, a message that is delivered again waits.</remarks>
    [Range(1, 3600)]
    public int LeaseSeconds { get; init; } = 40;

    /// <summary>Interval at which progress is stored, in seconds; default 2.</summary>
    [Range(0.1, 60)]
    public double ProgressSeconds { get; init; } = 2;

    /// <summary>Speech in a piece of an episode, in seconds, after which the next piece begins; default 600.</summary>
    /// <remarks>Any number of workers can take an episode's pieces. The text does not depend on this.</remarks>
    [Range(0.1, 3600)]
    public double PieceSeconds { get; init; } = 600;

    public TranscriptionOptions Options => new(Language.Length > 0 ? Language : null) { Translate = Translate };

    public TimeSpan Lease => TimeSpan.FromSeconds(LeaseSeconds);
}
