using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Whisper.Models;

/// <summary>
/// Finds the file of a model: a path, the model that comes with this program, one that a package holds, the cache, or a download
/// into the cache.
/// </summary>
public sealed partial class ModelResolver(WhisperOptions options, HttpClient http, TimeProvider time, ILogger<ModelResolver> logger)
{
    /// <summary>Stands for the model that comes with this program.</summary>
    public const string BuiltIn = "builtin";

    /// <summary>What <see cref="BuiltIn"/> is at present: the same weights that whisper.cpp publishes under this name.</summary>
    private const string BuiltInModel = "base-q5_1";

    private const string BuiltInSha256 = "ee4332cc5b3f700877fc8d00730b9c7a464a1265188d821bfc09e55d6dc5163c";

    private readonly ModelDownload _download = new(http, time);
    private bool _isBuiltInChecked;

    /// <summary>Told while a model is downloaded, from the thread that receives it.</summary>
    public event Action<ModelDownloadProgress>? Downloading;

    /// <summary>The published models' names.</summary>
    public static IEnumerable<string> PublishedNames => ModelCatalog.Names;

    /// <summary>Where the build and a package put <see cref="BuiltIn"/>: beside the program.</summary>
    public static string BuiltInPath => Path.Combine(AppContext.BaseDirectory, "models", "base", ModelCatalog.FileNameOf(BuiltInModel));

    /// <summary>
    /// What a transcript and its revision say of the model: a published name, or a path's last part. Not <see cref="BuiltIn"/>, which
    /// may stand for other weights in a later release.
    /// </summary>
    public static string DisplayName(string model) => model == BuiltIn ? BuiltInModel : IsPath(model) ? Path.GetFileName(model) : model;

    /// <summary>A published name holds no separator and does not end like a file; whatever does is a path.</summary>
    public static bool IsPath(string model) =>
        !ModelCatalog.Contains(model)
        && (model.Contains('/') || model.Contains('\\') || model.EndsWith(".bin", StringComparison.OrdinalIgnoreCase));

    /// <summary>Where a published model is in a package of the app: beside the program.</summary>
    public static string PackagedPathOf(string model) => Path.Combine(AppContext.BaseDirectory, "models", ModelCatalog.FileNameOf(model));

    /// <summary>Where a published model is, or would be, after its download.</summary>
    public string CachePathOf(string model) => Path.Combine(options.Cache, ModelCatalog.FileNameOf(model));

    /// <summary>Whether <see cref="ResolveAsync"/> will have to download it.</summary>
    public bool IsMissing(string model) =>
        ModelCatalog.Contains(model) && !File.Exists(PackagedPathOf(model)) && !File.Exists(CachePathOf(model));

    /// <summary>Reads a model's outline: whether it can be used is known without loading it.</summary>
    /// <exception cref="ModelFormatException">The file is not a usable Whisper model, or cannot be read.</exception>
    public static void Check(string path) => GgmlFile.Open(path).Dispose();

    /// <summary>A damaged weight may look like any other: only the sum over the whole file shows it.</summary>
    /// <exception cref="ModelException">The file is missing, or is not the one that the project ships.</exception>
    internal static async Task CheckBuiltInAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            throw new ModelException(
                $"The model '{BuiltIn}' is not beside the program, where its build puts it ({path}). Build again, or name another model.");
        }

        await using var file = File.OpenRead(path);
        var sum = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken).ConfigureAwait(false));
        if (sum != BuiltInSha256)
        {
            throw new ModelException(
                $"The model '{BuiltIn}' is damaged: the SHA-256 sum of {path} is {sum}, not {BuiltInSha256}. Build or deploy again, or name another model.");
        }
    }

    /// <returns>The path of a file that exists; its content is checked when it is read.</returns>
    /// <exception cref="ModelException">There is no such model, or it cannot be downloaded.</exception>
    public async Task<string> ResolveAsync(string model, CancellationToken cancellationToken = default)
    {
        if (IsPath(model))
        {
            // A package's models lie beside the program, whatever the current directory is.
            var besideProgram = Path.Combine(AppContext.BaseDirectory, model);
            return File.Exists(model) ? model
                : File.Exists(besideProgram) ? besideProgram
                : throw new ModelException($"There is no model file '{model}'. Check the path in Whisper__Model (or --model).");
        }

        if (model == BuiltIn)
        {
            if (!_isBuiltInChecked)
            {
                await CheckBuiltInAsync(BuiltInPath, cancellationToken).ConfigureAwait(false);
                _isBuiltInChecked = true;
            }

            return BuiltInPath;
        }

        if (!ModelCatalog.Contains(model))
        {
            var names = string.Join(", ", ModelCatalog.Names);
            throw new ModelException($"There is no model '{model}'. Choose '{BuiltIn}', one of {names}, or the path of a ggml file.");
        }

        var packaged = PackagedPathOf(model);
        var path = File.Exists(packaged) ? packaged : CachePathOf(model);
        if (!File.Exists(path))
        {
            var place = new Uri(options.DownloadBaseUrl.AbsoluteUri.TrimEnd('/') + "/");
            var source = new Uri(place, ModelCatalog.FileNameOf(model));
            LogDownload(model, source, path);
            var start = time.GetTimestamp();
            await _download.RunAsync(model, source, path, Teller(), cancellationToken).ConfigureAwait(false);
            var seconds = time.GetElapsedTime(start).TotalSeconds;
            LogDownloaded(model, seconds, ModelCatalog.Sha1Of(model) is null ? "is not published, and was not checked" : "is the published one");
        }

        return path;
    }

    private Action<ModelDownloadProgress> Teller()
    {
        var step = 0;
        return progress =>
        {
            if (progress.Step > step)
            {
                step = progress.Step;
                var words = progress.Describe();
                LogProgress(progress.Model, words);
            }

            Downloading?.Invoke(progress);
        };
    }

    [LoggerMessage(EventId = 3101, Level = LogLevel.Information, Message = "Downloading the model {Model} from {Source} to {Path}.")]
    private partial void LogDownload(string model, Uri source, string path);

    [LoggerMessage(EventId = 3102, Level = LogLevel.Information, Message = "Downloading the model {Model}: {Progress}.")]
    private partial void LogProgress(string model, string progress);

    [LoggerMessage(EventId = 3103, Level = LogLevel.Information, Message = "Downloaded the model {Model} in {Seconds:F0} s; its SHA-1 sum {Checked}.")]
    private partial void LogDownloaded(string model, double seconds, string @checked);
}
