using System.Globalization;
using PaperLedge.Cli.Commands;
using PaperLedge.Core.Text;
using Spectre.Console;

namespace PaperLedge.Cli.Publishing;

/// <summary>Shows the progress of uploads: as bars on a terminal, as lines elsewhere.</summary>
internal static class UploadDisplay
{
    // Bytes. Smaller files are there before a bar could be read.
    private const long Large = 4 << 20;

    private const int Step = 25;

    /// <param name="upload">Sends a file, and reports how many bytes are sent.</param>
    public static Task RunAsync(
        IAnsiConsole console, IReadOnlyList<ProducerFile> files, Func<ProducerFile, IProgress<long>, Task> upload) =>
        Terminal.IsInteractive(console) && files.Any(file => file.File.Length >= Large)
            ? WithBarsAsync(console, files, upload)
            : WithLinesAsync(console.Profile.Out.Writer, files, upload);

    private static Task WithBarsAsync(
        IAnsiConsole console, IReadOnlyList<ProducerFile> files, Func<ProducerFile, IProgress<long>, Task> upload) => console.Progress()
        .Columns(
            new TaskDescriptionColumn { Alignment = Justify.Left },
            new ProgressBarColumn(),
            new PercentageColumn(),
            new DownloadedColumn(),
            new TransferSpeedColumn())
        .StartAsync(async context =>
        {
            foreach (var file in files)
            {
                var bar = context.AddTask(Markup.Escape($"Uploading {file.BlobName}"), maxValue: Math.Max(1, file.File.Length));
                await upload(file, new ImmediateProgress<long>(bytes => bar.Value = bytes));
                bar.Value = bar.MaxValue;
            }
        });

    private static async Task WithLinesAsync(
        TextWriter output, IReadOnlyList<ProducerFile> files, Func<ProducerFile, IProgress<long>, Task> upload)
    {
        foreach (var file in files)
        {
            output.WriteLine($"Uploading {file.BlobName} ({Wording.Size(file.File.Length)})");
            var step = 0L;
            await upload(file, new ImmediateProgress<long>(bytes =>
            {
                var percent = file.File.Length < Large ? 0 : 100 * bytes / file.File.Length;
                if (percent / Step > step && percent < 100)
                {
                    step = percent / Step;
                    output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {file.BlobName}: {step * Step} %"));
                }
            }));
        }
    }
}
