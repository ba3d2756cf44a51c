using PaperLedge.Core.Captions;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.ProducerFiles;
using PaperLedge.Core.Shows;
using PaperLedge.Speech.Audio;

namespace PaperLedge.Cli.Publishing;

/// <summary>Checks a producer's files with the code of the app, before anything is uploaded.</summary>
/// <remarks>The order matters: captions are read with the show's and the sidecar's languages, and must fit the audio.</remarks>
internal sealed class FileValidation(AudioProbe probe)
{
    private readonly List<string> _problems = [];
    private readonly List<string> _warnings = [];
    private readonly List<ProducerFile> _files = [];
    private readonly ShowValidation _show = new();
    private readonly Dictionary<EpisodeSlug, AudioProbeResult> _audio = [];
    private readonly Dictionary<EpisodeSlug, Sidecar> _sidecars = [];

    /// <summary>What the app or directories would refuse: where, why, and what to do.</summary>
    public IReadOnlyList<string> Problems => [.. _show.Problems, .. _problems];

    public IReadOnlyList<string> Warnings => [.. _show.Warnings, .. _warnings];

    /// <summary>The files to upload, with the artwork that the show's settings name.</summary>
    public IReadOnlyList<ProducerFile> Files => [.. _show.Artwork, .. _files];

    public IReadOnlyDictionary<EpisodeSlug, AudioProbeResult> Audio => _audio;

    /// <summary>The settings that are uploaded with the episodes; null if there are none.</summary>
    public ShowSettings? Show => _show.Settings;

    /// <exception cref="AudioException">The machine has no ffmpeg, or it does not answer.</exception>
    public async Task CheckAsync(FileSelection selection, CancellationToken cancellationToken)
    {
        _problems.AddRange(selection.Problems);
        _files.AddRange(selection.Files);
        foreach (var file in selection.Files)
        {
            await CheckAsync(file, cancellationToken);
        }

        // Last, since the audio's duration is known now.
        foreach (var file in selection.Files.Where(file => file.Kind == FileKind.Captions))
        {
            CheckCaptions(file, await ReadAsync(file.File, CaptionFile.MaxBytes, cancellationToken));
        }

        foreach (var picture in selection.Pictures)
        {
            await _show.CheckPictureAsync(picture, cancellationToken);
        }
    }

    private async Task CheckAsync(ProducerFile file, CancellationToken cancellationToken)
    {
        switch (file.Kind)
        {
            case FileKind.Show:
                await _show.CheckAsync(file.File, cancellationToken);
                break;
            case FileKind.Sidecar:
                var (sidecar, problems) = SidecarReader.Read(
                    await ReadAsync(file.File, SidecarReader.MaxBytes, cancellationToken), file.File.Name);
                _sidecars[file.Slug!.Value] = sidecar;
                _problems.AddRange(problems);
                break;
            case FileKind.Audio:
                await CheckAudioAsync(file, cancellationToken);
                break;
        }
    }

    private async Task CheckAudioAsync(ProducerFile file, CancellationToken cancellationToken)
    {
        try
        {
            var audio = await probe.ProbeAsync(file.File.FullName, file.File.Name, cancellationToken);
            _audio[file.Slug!.Value] = audio;
            _warnings.AddRange(audio.Warnings.Select(warning => $"{file.File.Name}: {warning}"));
        }
        catch (AudioException exception) when (!exception.IsTransient)
        {
            _problems.Add(exception.Message);
        }
    }

    private void CheckCaptions(ProducerFile file, byte[] content)
    {
        var slug = file.Slug!.Value;
        string?[] languages = [_sidecars.GetValueOrDefault(slug)?.Language, Show?.Language];
        try
        {
            var captions = CaptionFile.Read(content, file.File.Name, Show?.Narrator, [.. languages.OfType<string>()]);
            var late = _audio.GetValueOrDefault(slug) is { Duration: var duration } && duration > TimeSpan.Zero
                ? CaptionCheck.Fit(captions.Segments, duration).Warnings
                : [];
            _warnings.AddRange(captions.Warnings.Concat(late).Select(warning => $"{file.File.Name}: {warning}"));
        }
        catch (CaptionException exception)
        {
            _problems.Add($"{file.File.Name}: {exception.Message}");
        }
    }

    /// <summary>Reads one byte more than allowed, which shows that the file is too long.</summary>
    internal static async Task<byte[]> ReadAsync(FileInfo file, int limit, CancellationToken cancellationToken)
    {
        await using var stream = file.OpenRead();
        var content = new byte[Math.Min(stream.Length, limit + 1L)];
        await stream.ReadExactlyAsync(content, cancellationToken);
        return content;
    }
}
