using System.Buffers.Binary;
using System.Net.Sockets;
using System.Security.Cryptography;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Speech.Ggml;

/// <remarks>
/// Each download writes its own file and moves it into place when it is complete and correct, so that neither a broken connection nor
/// another process with the same download leaves half a model behind.
/// </remarks>
internal sealed class ModelDownload(HttpClient http, TimeProvider time)
{
    private const int BlockBytes = 128 * 1024;
    private const uint Magic = 0x67676d6c;
    private const string PartSuffix = ".part";

    // A server that sends nothing for this long is considered gone.
    private static readonly TimeSpan s_stall = TimeSpan.FromSeconds(60);

    // Older parts were left by a process that was killed.
    private static readonly TimeSpan s_abandoned = TimeSpan.FromDays(1);

    /// <exception cref="ModelException">The model cannot be downloaded, or is not the one that was published.</exception>
    public async Task RunAsync(
        string model,
        Uri source,
        string path,
        Action<ModelDownloadProgress> tell,
        CancellationToken cancellationToken)
    {
        var part = $"{path}.{Guid.NewGuid():n}{PartSuffix}";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            RemoveAbandoned(path);
            await ReceiveAsync(model, source, part, tell, cancellationToken).ConfigureAwait(false);
            File.Move(part, path, overwrite: true);
        }
        catch (Exception e) when (IsConnection(e, cancellationToken))
        {
            throw new ModelException(
                $"The model '{model}' cannot be downloaded from {source}: {e.Message.TrimEnd('.')}. Check the connection and try again, " +
                $"or put the file at {path}, or choose the model '{ModelResolver.BuiltIn}', which needs no download.",
                e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelException(
                $"The model '{model}' cannot be stored in {Path.GetDirectoryName(path)}: {e.Message.TrimEnd('.')}. " +
                $"Free some space, or choose another folder with {WhisperOptions.Section}:{nameof(WhisperOptions.CacheDirectory)}.",
                e);
        }
        finally
        {
            File.Delete(part);
        }
    }

    private static bool IsConnection(Exception e, CancellationToken cancellationToken) =>
        e is HttpRequestException or HttpIOException or IOException { InnerException: SocketException }
        || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    private async Task ReceiveAsync(
        string model,
        Uri source,
        string part,
        Action<ModelDownloadProgress> tell,
        CancellationToken cancellationToken)
    {
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = time.CreateTimer(_ => stall.Cancel(), null, s_stall, Timeout.InfiniteTimeSpan);
        using var response = await http.GetAsync(source, HttpCompletionOption.ResponseHeadersRead, stall.Token).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();

        var total = response.Content.Headers.ContentLength;
        using var sha1 = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        var file = new FileStream(part, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        await using (file.ConfigureAwait(false))
        {
            var body = await response.Content.ReadAsStreamAsync(stall.Token).ConfigureAwait(false);
            var block = new byte[BlockBytes];
            for (int read; (read = await body.ReadAsync(block, stall.Token).ConfigureAwait(false)) > 0;)
            {
                timer.Change(s_stall, Timeout.InfiniteTimeSpan);
                if (file.Length == 0 && (read < sizeof(uint) || BinaryPrimitives.ReadUInt32LittleEndian(block) != Magic))
                {
                    throw Wrong(model, source, "is not a ggml file");
                }

                sha1.AppendData(block.AsSpan(0, read));
                await file.WriteAsync(block.AsMemory(0, read), stall.Token).ConfigureAwait(false);
                tell(new(model, file.Position, total));
            }

            if (total is { } announced && announced != file.Position)
            {
                throw Wrong(model, source, $"has {file.Position} bytes, but the server announced {announced}");
            }
        }

        var sum = Convert.ToHexStringLower(sha1.GetHashAndReset());
        if (ModelCatalog.Sha1Of(model) is { } expected && sum != expected)
        {
            throw Wrong(model, source, $"has the SHA-1 sum {sum}, not the published {expected}");
        }
    }

    private static ModelException Wrong(string model, Uri source, string what) =>
        new($"The file downloaded for the model '{model}' from {source} {what}; it was deleted. Try again, or set another source in " +
            $"{WhisperOptions.Section}:{nameof(WhisperOptions.DownloadBaseUrl)}.");

    private void RemoveAbandoned(string path)
    {
        var limit = time.GetUtcNow() - s_abandoned;
        foreach (var part in new FileInfo(path).Directory!.EnumerateFiles($"{Path.GetFileName(path)}.*{PartSuffix}"))
        {
            if (part.LastWriteTimeUtc < limit)
            {
                part.Delete();
            }
        }
    }
}

/// <param name="Bytes">Bytes received so far.</param>
/// <param name="TotalBytes">As announced by the server, or null.</param>
public sealed record ModelDownloadProgress(string Model, long Bytes, long? TotalBytes)
{
    private const long UnannouncedStepBytes = 64 << 20;
    private const double Mebi = 1 << 20;

    // For logs, which a line for each block would flood.
    /// <summary>Number that rises with each tenth of the download, or with each 64 MiB if the size is not announced.</summary>
    public int Step => (int)(TotalBytes is > 0 and var total ? 10 * Math.Min(Bytes, total) / total : Bytes / UnannouncedStepBytes);

    /// <returns>Such as <c>30 % of 142 MiB</c>.</returns>
    public string Describe() => TotalBytes is > 0 and var total
        ? FormattableString.Invariant($"{Math.Floor(100d * Bytes / total):0} % of {total / Mebi:0} MiB")
        : FormattableString.Invariant($"{Bytes / Mebi:0} MiB");
}
