using System.ComponentModel.DataAnnotations;
using PaperLedge.Whisper.Models;
using PaperLedge.Whisper.Windows;

namespace PaperLedge.Whisper;

/// <summary>How speech is recognised; the section <see cref="Section"/> of the settings.</summary>
public sealed record WhisperOptions : IValidatableObject
{
    public const string Section = "Whisper";

    /// <summary>
    /// A published model's name (<c>small</c>, <c>base.en</c>, <c>large-v3-turbo-q5_0</c> …), <c>builtin</c> for OpenAI's <c>base</c> (q5_1),
    /// which comes with this program, or the path of a ggml file. Default: <c>builtin</c>.
    /// </summary>
    [Required]
    public string Model { get; init; } = ModelResolver.BuiltIn;

    /// <summary>
    /// The engine: Onnx, built in, or WhisperNet. WhisperNet reads Threads, BeamSize, Patience, BestOf,
    /// WordTimes, Vad, UsePrompt and WindowSeconds of these options. Default: Onnx.
    /// </summary>
    [EnumDataType(typeof(WhisperEngine))]
    public WhisperEngine Engine { get; init; }

    /// <summary>
    /// Threads for the model; 0 for as many as there are cores. More than cores is refused: it only slows down. Default: 0.
    /// </summary>
    [Range(0, 1024)]
    public int Threads { get; init; }

    /// <summary>
    /// Windows that each thread decodes side by side, so that the weights are read once for all of them. What is kept of the audio takes
    /// some 5 MB a window with tiny, 10 with base, 30 with small, 80 with medium, 17 with large-v3-turbo and 130 with large-v3. With three,
    /// base takes a fifth less memory and a twentieth more time. Default: 6.
    /// </summary>
    [Range(1, 64)]
    public int BatchSize { get; init; } = 6;

    /// <summary>How the decoder's weights are kept in memory: Auto, Float32 or Int8. Default: Auto, which goes by the file.</summary>
    [EnumDataType(typeof(WhisperPrecision))]
    public WhisperPrecision Precision { get; init; }

    /// <summary>Texts that are followed side by side: 1 takes the likeliest token each time, 5 is usual for a beam. Default: 1.</summary>
    [Range(1, 16)]
    public int BeamSize { get; init; } = 1;

    /// <summary>With a beam: the search ends when this many times <see cref="BeamSize"/> texts have ended. Default: 1.</summary>
    [Range(0.2, 4)]
    public double Patience { get; init; } = 1;

    /// <summary>With a beam: texts are compared by log-probability over ((5 + length) / 6) to this power; null for the mean. Default: null.</summary>
    [Range(0, 2)]
    public double? LengthPenalty { get; init; }

    /// <summary>Texts that are drawn side by side when the likeliest one is not good enough. Default: 5.</summary>
    [Range(1, 16)]
    public int BestOf { get; init; } = 5;

    /// <summary>Whether segments are given with their words' times, for players that highlight what is said. Default: true.</summary>
    public bool WordTimes { get; init; } = true;

    /// <summary>
    /// Whether Silero VAD looks for speech, so that the model reads only stretches in which somebody speaks: elsewhere it might invent
    /// words. If false, everything is read, songs too, and no sounds are noted. Default: true.
    /// </summary>
    public bool Vad { get; init; } = true;

    /// <summary>
    /// Whether the model is shown names of the episode (the paper's title and authors) as if they had been said before, so that it spells
    /// them right. Default: true.
    /// </summary>
    public bool UsePrompt { get; init; } = true;

    /// <summary>
    /// The longest window, in seconds, that the model reads at once: 5 to 29.5, with what it reads of its neighbours. Shorter ones cost
    /// more and are read worse. Default: 29.5.
    /// </summary>
    [Range(5, WindowPlanner.LongestSeconds)]
    public double WindowSeconds { get; init; } = WindowPlanner.LongestSeconds;

    /// <summary>Where downloaded models are kept; empty (the default) is <c>PaperLedge/models</c> in the user's local application data.</summary>
    public string CacheDirectory { get; init; } = "";

    /// <summary><see cref="CacheDirectory"/>, or what it stands for while it is empty.</summary>
    public string Cache => CacheDirectory.Length > 0
        ? CacheDirectory
        : Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
            "PaperLedge",
            "models");

    /// <summary>Where <c>ggml-{name}.bin</c> is downloaded from. Default: the place where whisper.cpp publishes its models.</summary>
    [Required]
    public Uri DownloadBaseUrl { get; init; } = new("https://huggingface.co/ggerganov/whisper.cpp/resolve/main/");

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Threads > Environment.ProcessorCount)
        {
            yield return new(
                $"{Section}:{nameof(Threads)} is {Threads}, but there are {Environment.ProcessorCount} cores.",
                [nameof(Threads)]);
        }

        if (!DownloadBaseUrl.IsAbsoluteUri || DownloadBaseUrl.Scheme is not ("https" or "http"))
        {
            yield return new($"{Section}:{nameof(DownloadBaseUrl)} is not an http or https address.", [nameof(DownloadBaseUrl)]);
        }
    }
}
