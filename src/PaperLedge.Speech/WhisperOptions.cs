using System.ComponentModel.DataAnnotations;
using System.Globalization;
using PaperLedge.Speech.Ggml;
using PaperLedge.Speech.Windows;

namespace PaperLedge.Speech;

public sealed record WhisperOptions : IValidatableObject
{
    public const string Section = "Whisper";

    /// <summary>Name of a published model, <c>builtin</c>, or the path of a ggml file. Default: <c>builtin</c>.</summary>
    /// <remarks>
    /// Published names are <c>small</c>, <c>base.en</c>, <c>large-v3-turbo-q5_0</c> …; <c>builtin</c> is OpenAI's <c>base</c> (q5_1),
    /// which is shipped with this program.
    /// </remarks>
    [Required]
    public string Model { get; init; } = ModelResolver.BuiltIn;

    /// <summary>Speech engine: Onnx, built in, or WhisperNet. Default: Onnx.</summary>
    /// <remarks>WhisperNet uses Threads, BeamSize, Patience, BestOf, WordTimes, Vad, UsePrompt and WindowSeconds.</remarks>
    [EnumDataType(typeof(WhisperEngine))]
    public WhisperEngine Engine { get; init; }

    /// <summary>Threads for the model; 0 for one on each core. More threads than cores are refused. Default: 0.</summary>
    /// <remarks>More threads than cores would only be slower.</remarks>
    [Range(0, 1024)]
    public int Threads { get; init; }

    /// <summary>Windows that each thread decodes side by side, so that the weights are read once for all of them. Default: 6.</summary>
    /// <remarks>
    /// The cache of the audio takes some 5 MB a window with tiny, 10 with base, 30 with small, 80 with medium, 17 with large-v3-turbo and
    /// 130 with large-v3. With three windows, base takes a fifth less memory and a twentieth more time.
    /// </remarks>
    [Range(1, 64)]
    public int BatchSize { get; init; } = 6;

    /// <summary>Precision of the decoder's weights in memory: Auto, Float32 or Int8. Default: Auto, which depends on the file.</summary>
    [EnumDataType(typeof(WhisperPrecision))]
    public WhisperPrecision Precision { get; init; }

    /// <summary>Beam size: 1 takes the likeliest token each time, 5 is usual for a beam. Default: 1.</summary>
    [Range(1, 16)]
    public int BeamSize { get; init; } = 1;

    /// <summary>With a beam: the search ends when this many times <see cref="BeamSize"/> texts have ended. Default: 1.</summary>
    [Range(0.2, 4)]
    public double Patience { get; init; } = 1;

    /// <summary>With a beam: exponent of the length penalty; null for the mean log-probability. Default: null.</summary>
    /// <remarks>Texts are compared by log-probability over ((5 + length) / 6) to this power.</remarks>
    [Range(0, 2)]
    public double? LengthPenalty { get; init; }

    /// <summary>Texts that are sampled side by side when the likeliest one is not good enough. Default: 5.</summary>
    [Range(1, 16)]
    public int BestOf { get; init; } = 5;

    /// <summary>True to return segments with the times of their words, for players that highlight them. Default: true.</summary>
    public bool WordTimes { get; init; } = true;

    /// <summary>True to find speech with Silero VAD, so that the model reads only speech. Default: true.</summary>
    /// <remarks>
    /// In other audio the model might invent words. If false, all audio is read, songs too, and sounds are not marked.
    /// </remarks>
    public bool Vad { get; init; } = true;

    /// <summary>True to prompt the model with the episode's names (the paper's title and authors). Default: true.</summary>
    /// <remarks>They are given as preceding text, so that the model spells them correctly.</remarks>
    public bool UsePrompt { get; init; } = true;

    /// <summary>Longest window that the model reads, in seconds: 5 to 29.5, its parts of its neighbours included. Default: 29.5.</summary>
    /// <remarks>Shorter windows take more time and are recognised worse.</remarks>
    [Range(5, WindowPlanner.LongestSeconds)]
    public double WindowSeconds { get; init; } = WindowPlanner.LongestSeconds;

    /// <summary>Folder of downloaded models; empty (the default) for <c>PaperLedge/models</c> in the local application data.</summary>
    public string CacheDirectory { get; init; } = "";

    public string Cache => CacheDirectory.Length > 0
        ? CacheDirectory
        : Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
            "PaperLedge",
            "models");

    /// <summary>Base address of the downloads of <c>ggml-{name}.bin</c>. Default: where whisper.cpp publishes its models.</summary>
    [Required]
    public Uri DownloadBaseUrl { get; init; } = new("https://huggingface.co/ggerganov/whisper.cpp/resolve/main/");

    /// <summary>The options that change words or their times; the others change only speed and memory.</summary>
    internal string Fingerprint => string.Create(
        CultureInfo.InvariantCulture,
        $"{Precision} {BeamSize} {Patience} {LengthPenalty} {BestOf} {WordTimes} {Vad} {UsePrompt} {WindowSeconds}");

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

/// <summary>Speech engine; both engines read the same model files.</summary>
public enum WhisperEngine
{
    /// <summary>This project's own engine, on ONNX Runtime.</summary>
    Onnx,

    /// <summary>Whisper.net, which runs whisper.cpp and also has GPU backends.</summary>
    WhisperNet,
}

public enum WhisperPrecision
{
    /// <summary><see cref="Int8"/> for a file with quantised weights (named -q8_0, -q5_0 …), else <see cref="Float32"/>.</summary>
    Auto,

    /// <summary>The encoder's projections in single precision, the decoder's weights in 12 bits.</summary>
    Float32,

    /// <summary>Weights in 8 bits, and the encoder's activations too: less memory and time, and now and then another word.</summary>
    Int8,
}
