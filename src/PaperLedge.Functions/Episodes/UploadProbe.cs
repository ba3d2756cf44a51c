using Microsoft.Extensions.Options;
using PaperLedge.Core.Episodes;
using PaperLedge.Storage.Blobs;
using PaperLedge.Whisper.Audio;

namespace PaperLedge.Functions.Episodes;

/// <summary>Fetches an upload to a file of its own and looks what it is.</summary>
public sealed class UploadProbe(Inbox inbox, AudioProbe probe, IOptions<AudioOptions> options)
{
    /// <param name="use">Is handed the file's path and what it holds, while the file exists.</param>
    /// <returns>False if that version of the upload is gone.</returns>
    /// <exception cref="AudioException">The upload cannot be an episode; the message says why.</exception>
    public async Task<bool> WithFileAsync(Upload upload, Func<string, AudioProbeResult, Task> use, CancellationToken cancellationToken)
    {
        RefuseBySize(upload);
        using var file = new TemporaryFile();
        if (!await inbox.DownloadAsync(upload, file.Path, cancellationToken))
        {
            return false;
        }

        var result = await probe.ProbeAsync(file.Path, upload.BlobName, cancellationToken);
        await use(file.Path, result);
        return true;
    }

    /// <summary>Said before anything is downloaded.</summary>
    private void RefuseBySize(Upload upload)
    {
        if (upload.Length == 0)
        {
            throw new AudioException(AudioProblem.Empty, $"'{upload.BlobName}' is empty (0 bytes). Upload it again.");
        }

        if (upload.Length > options.Value.MaxBytes)
        {
            throw new AudioException(
                AudioProblem.TooLong,
                $"'{upload.BlobName}' has {upload.Length} bytes, more than the limit of {options.Value.MaxBytes}. " +
                "Encode it at a lower bit rate, split it, or raise Audio__MaxBytes.");
        }
    }
}
