using PaperLedge.Core.Transcripts;
using PaperLedge.Speech;
using PaperLedge.Speech.Ggml;
using Spectre.Console;

namespace PaperLedge.Cli.Speech;

/// <remarks>
/// The download is shown, and a failure is reported at once rather than in the status of every episode.
/// </remarks>
/// <param name="isTerminal">False for lines instead of a bar.</param>
internal sealed class ModelPreparation(IAnsiConsole console, bool isTerminal)
{
    /// <returns>The model's file.</returns>
    /// <exception cref="ModelException">It is missing, damaged or cannot be downloaded; the message says what to do.</exception>
    public async Task<string> RunAsync(WhisperOptions options, CancellationToken cancellationToken)
    {
        using var http = new HttpClient();
        var resolver = SpeechEngine.Resolver(options, http);
        var path = isTerminal && resolver.IsMissing(options.Model) // a bar for nothing leaves empty lines
            ? await WithBarAsync(resolver, options.Model, cancellationToken)
            : await WithLinesAsync(resolver, options.Model, cancellationToken);
        ModelResolver.Check(path);
        return path;
    }

    // Returns a handler that adds a progress bar if a download starts.
    public static Action<ModelDownloadProgress> Bar(ProgressContext context)
    {
        ProgressTask? task = null;
        return download =>
        {
            task ??= context.AddTask(Markup.Escape($"downloading {download.Model}"));
            task.IsIndeterminate = download.TotalBytes is null;
            task.MaxValue = download.TotalBytes ?? 1;
            task.Value = download.Bytes;
        };
    }

    private Task<string> WithBarAsync(ModelResolver resolver, string model, CancellationToken cancellationToken) => console.Progress()
        .Columns(
            new TaskDescriptionColumn(),
            new ProgressBarColumn(),
            new PercentageColumn(),
            new DownloadedColumn(),
            new TransferSpeedColumn())
        .StartAsync(context =>
        {
            resolver.Downloading += Bar(context);
            return resolver.ResolveAsync(model, cancellationToken);
        });

    private async Task<string> WithLinesAsync(ModelResolver resolver, string model, CancellationToken cancellationToken)
    {
        var step = -1;
        resolver.Downloading += download =>
        {
            if (download.Step > step)
            {
                step = download.Step;
                console.MarkupLineInterpolated($"Downloading the speech model {download.Model}: {download.Describe()}");
            }
        };
        return await resolver.ResolveAsync(model, cancellationToken);
    }
}
