using System.Buffers.Binary;
using System.Net.Sockets;
using System.Security.Cryptography;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Whisper.Models;

/// <summary>
/// Streams a model into the cache. Each download writes a file of its own and moves it into place when it is whole and right,
/// so that neither a broken connection nor another process at the same work leaves half a model behind.
/// </summary>
internal sealed class ModelDownload(HttpClient http, TimeProvider time)
{
    private const int BlockBytes = 128 * 1024;
    private const uint Magic = 0x67676d6c;
    private const string PartSuffix = ".part";

    /// <summary>A server that sends nothing for so long is taken for gone.</summary>
    private static readonly TimeSpan s_stall = TimeSpan.FromSeconds(60);

    /// <summary>Parts older than this are what a killed process left.</summary>
    private static readonly TimeSpan s_abandoned = TimeSpan.FromDays(1);

    /// <exception cref="ModelException">It cannot be had, or is not what was published.</exception>
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
                $"The model '{model}' cannot be kept in {Path.GetDirectoryName(path)}: {e.Message.TrimEnd('.')}. " +
                $"Free the place, or name another in {WhisperOptions.Section}:{nameof(WhisperOptions.CacheDirectory)}.",
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
                    throw Wrong(model, source, "is no ggml file");
                }

                sha1.AppendData(block.AsSpan(0, read));
                await file.WriteAsync(block.AsMemory(0, read), stall.Token).ConfigureAwait(false);
                tell(new(model, file.Position, total));
            }

            if (total is { } announced && announced != file.Position)
            {
                throw Wrong(model, source, $"has {file.Position} bytes where the server announced {announced}");
            }
        }

        var sum = Convert.ToHexStringLower(sha1.GetHashAndReset());
        if (ModelCatalog.Sha1Of(model) is { } expected && sum != expected)
        {
            throw Wrong(model, source, $"has the SHA-1 sum {sum}, not the published {expected}");
        }
    }

    private static ModelException Wrong(string model, Uri source, string what) =>
        new($"What was downloaded for the model '{model}' from {source} {what}; it was not kept. Try again, or name another source in " +
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
