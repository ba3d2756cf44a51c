using System.CommandLine;
using System.Diagnostics;
using PaperLedge.Cli.Speech;
using PaperLedge.Core.Transcripts;
using PaperLedge.Speech;
using PaperLedge.Speech.Audio;
using PaperLedge.Speech.Ggml;
using Spectre.Console;

namespace PaperLedge.Cli.Commands;

internal static class TranscribeCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("FILE") { Description = $"{AudioFormat.Accepted}." };
        var model = new Option<string?>("--model")
        {
            Description = $"A model's name or path. Default: the variable Whisper__Model, else {ModelResolver.BuiltIn}.",
        };
        var language = new Option<string?>("--language")
        {
            Description = "The language that is spoken throughout, such as en. Default: detected, if the model knows several.",
        };
        var format = new Option<string>("--format")
        {
            Description = "The transcript's format.",
            DefaultValueFactory = _ => TranscriptFormat.Vtt.Extension,
        };
        format.AcceptOnlyFromAmong([.. TranscriptFormat.All.Select(known => known.Extension)]);
        var command = new Command(
            "transcribe",
            "Write a file's transcript to standard output, without storage or the app. " +
            "Exits with 0, 1 if the file is not audio or the model fails, 2 if there is no such file.")
        {
            file, model, language, format,
        };
        command.SetAction((result, cancellationToken) => CommandLine.GuardAsync(() => TranscribeAsync(
            result.GetRequiredValue(file),
            result.GetValue(model),
            new TranscriptionOptions(result.GetValue(language)),
            TranscriptFormat.FromExtension(result.GetRequiredValue(format))!,
            cancellationToken)));
        return command;
    }

    private static async Task<int> TranscribeAsync(
        FileInfo file, string? model, TranscriptionOptions options, TranscriptFormat format, CancellationToken cancellationToken)
    {
        if (!file.Exists)
        {
            throw new CommandException($"There is no file {file.FullName}.", ExitCode.Unreadable);
        }

        var whisper = SpeechEngine.Options(model);
        var audio = new AudioOptions();
        using var http = new HttpClient();
        var resolver = SpeechEngine.Resolver(whisper, http);
        var transcriber = SpeechEngine.Transcriber(whisper, resolver);
        using var engine = transcriber as IDisposable;

        // An installed model is loaded while the file is probed and its first minute is read; a missing one is downloaded only after
        // the probe. Errors of the model surface when the transcriber asks for it.
        var loading = transcriber is OnnxTranscriber onnx && !resolver.IsMissing(whisper.Model)
            ? Task.Run(() => onnx.LoadAsync(cancellationToken), cancellationToken)
            : Task.CompletedTask;
        AudioProbeResult probe;
        try
        {
            probe = await new AudioProbe(audio).ProbeAsync(file.FullName, file.Name, cancellationToken);
        }
        catch
        {
            await loading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        var meter = new SoundMeter();
        IReadOnlyList<Segment> segments = [];
        var language = options.Language;
        await Terminal.Error.Progress().StartAsync(async context =>
        {
            resolver.Downloading += ModelPreparation.Bar(context);
            var task = context.AddTask(Markup.Escape(file.Name), maxValue: probe.Duration.TotalSeconds);
            var time = Stopwatch.StartNew();
            var progress = new ImmediateProgress<TranscriptionProgress>(told =>
            {
                language = told.Language ?? language;
                task.Value = told.Position.TotalSeconds;
                task.Description = Markup.Escape($"{file.Name}: {told.Position / time.Elapsed:0.0} × real time, {told.Words} words");
            });
            var pcm = new FfmpegDecoder(audio).DecodeAsync(AudioSource.File(file.FullName), probe, meter, cancellationToken);
            segments = await transcriber.TranscribeWholeAsync(pcm, options, progress, cancellationToken);
        });

        foreach (var warning in (string[])[.. probe.Warnings, .. meter.Warnings])
        {
            Terminal.Error.MarkupLineInterpolated($"[yellow]{warning}[/]");
        }

        var (most, spoken) = TranscriptLanguage.Settle(segments, language ?? "en");
        var transcript = new Transcript(
            probe.Tags.Title ?? file.Name, most, Speaker: null, transcriber.Identity, TimeProvider.System.GetUtcNow(), spoken)
        {
            Duration = probe.Duration,
        };
        await using var output = Console.OpenStandardOutput();
        await output.WriteAsync(TranscriptRenderer.Render(transcript, format), cancellationToken);
        return 0;
    }
}
