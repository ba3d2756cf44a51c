using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Speech.Ggml;

/// <summary>Resolves a model to its file: a path, the built-in model, a packaged model, the cache, or a download into the cache.</summary>
public sealed partial class ModelResolver(WhisperOptions options, HttpClient http, TimeProvider time, ILogger<ModelResolver> logger)
{
    public const string BuiltIn = "builtin";

    // The model behind BuiltIn at present: the same weights that whisper.cpp publishes under this name.
    private const string BuiltInModel = "base-q5_1";

    private const string BuiltInSha256 = "ee4332cc5b3f700877fc8d00730b9c7a464a1265188d821bfc09e55d6dc5163c";

    private readonly ModelDownload _download = new(http, time);
    private readonly ConcurrentDictionary<(string Path, long Length, DateTime Written), string> _sums = [];
    private bool _isBuiltInChecked;

    /// <summary>Raised while a model is downloaded, on the thread that receives it.</summary>
    public event Action<ModelDownloadProgress>? Downloading;

    public static IEnumerable<string> PublishedNames => ModelCatalog.Names;

    public static string BuiltInPath => Path.Combine(AppContext.BaseDirectory, "models", "base", ModelCatalog.FileNameOf(BuiltInModel));

    // Not BuiltIn, which may stand for other weights in a later release.
    /// <returns>The name for transcripts and revisions: a published name, or a path's last part.</returns>
    public static string DisplayName(string model) => model == BuiltIn ? BuiltInModel : IsPath(model) ? Path.GetFileName(model) : model;

    /// <returns>True if the model is a path: it holds a separator or ends like a file, as no published name does.</returns>
    public static bool IsPath(string model) =>
        !ModelCatalog.Contains(model)
        && (model.Contains('/') || model.Contains('\\') || model.EndsWith(".bin", StringComparison.OrdinalIgnoreCase));

    public static string PackagedPathOf(string model) => Path.Combine(AppContext.BaseDirectory, "models", ModelCatalog.FileNameOf(model));

    public string CachePathOf(string model) => Path.Combine(options.Cache, ModelCatalog.FileNameOf(model));

    /// <returns>True if <see cref="ResolveAsync"/> will have to download the model.</returns>
    public bool IsMissing(string model) =>
        ModelCatalog.Contains(model) && !File.Exists(PackagedPathOf(model)) && !File.Exists(CachePathOf(model));

    /// <summary>Reads a model's header and tensor index, to find out without loading it whether it can be used.</summary>
    /// <exception cref="ModelFormatException">The file is not a usable Whisper model, or cannot be read.</exception>
    public static void Check(string path) => GgmlFile.Open(path).Dispose();

    // A damaged weight may look like any other: only the sum over the whole file shows it.
    /// <exception cref="ModelException">The file is missing, or is not the one that the project ships.</exception>
    internal static async Task CheckBuiltInAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            throw new ModelException(
                $"The model '{BuiltIn}' is missing: the build puts it at {path}. Build again, or name another model.");
        }

        await using var file = File.OpenRead(path);
        var sum = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken).ConfigureAwait(false));
        if (sum != BuiltInSha256)
        {
            throw new ModelException(
                $"The model '{BuiltIn}' is damaged: the SHA-256 sum of {path} is {sum}, not {BuiltInSha256}. " +
                "Build or deploy again, or name another model.");
        }
    }

    /// <returns>A text that changes with the model's weights; nothing is downloaded for it.</returns>
    public async ValueTask<string> GetFingerprintAsync(string model, CancellationToken cancellationToken = default)
    {
        if (model == BuiltIn)
        {
            return BuiltInSha256;
        }

        if (ModelCatalog.Contains(model))
        {
            return $"{model} {ModelCatalog.Sha1Of(model)}";
        }

        // A file that is missing is reported when it is to be loaded.
        if (FindFile(model) is not { } path)
        {
            return $"{model} missing";
        }

        var file = new FileInfo(path);
        var version = (path, file.Length, file.LastWriteTimeUtc);
        if (!_sums.TryGetValue(version, out var sum))
        {
            await using var content = File.OpenRead(path);
            sum = _sums[version] = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken).ConfigureAwait(false));
        }

        return sum;
    }

    /// <returns>The path of a file that exists; its content is checked when it is read.</returns>
    /// <exception cref="ModelException">There is no such model, or it cannot be downloaded.</exception>
    public async Task<string> ResolveAsync(string model, CancellationToken cancellationToken = default)
    {
        if (IsPath(model))
        {
            return FindFile(model)
                ?? throw new ModelException(NoFile(model));
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
            LogDownloaded(
                model, seconds, ModelCatalog.Sha1Of(model) is null ? "was not checked, because none is published" : "is the published one");
        }

        return path;
    }

    // A package's models are beside the program, whatever the current directory is.
    /// <returns>A message if the model is a file, and the file is missing; a named model is downloaded on first use.</returns>
    public static string? FindProblem(string model) => IsPath(model) && FindFile(model) is null ? NoFile(model) : null;

    private static string NoFile(string model) => $"There is no model file '{model}'. Check the path in Whisper__Model (or --model).";

    private static string? FindFile(string path)
    {
        string[] places = [path, Path.Combine(AppContext.BaseDirectory, path)];
        return Array.Find(places, File.Exists);
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

    [LoggerMessage(
        EventId = 3103,
        Level = LogLevel.Information,
        Message = "Downloaded the model {Model} in {Seconds:F0} s; its SHA-1 sum {Checked}.")]
    private partial void LogDownloaded(string model, double seconds, string @checked);
}
