using System.Collections;
using Azure;

namespace PaperLedge.Storage.Uploads;

/// <summary>A local file with only those blocks of an upload that were read; the others are holes.</summary>
/// <param name="blobName">The upload's, for messages.</param>
/// <param name="remote">The upload; disposed with the copy.</param>
/// <param name="path">Of the copy, which is created.</param>
public sealed class PartialCopyStream(string blobName, Stream remote, string path) : Stream
{
    private const int BlockLength = 256 * 1024;

    private readonly FileStream _local = Create(path, remote.Length);
    private readonly BitArray _present = new(checked((int)((remote.Length + BlockLength - 1) / BlockLength)));
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => remote.Length;

    public override long Position
    {
        get => _position;
        set => _position = value;
    }

    /// <summary>Copies a range, without any part that is outside the file.</summary>
    /// <exception cref="UploadGoneException">The upload was deleted or overwritten.</exception>
    public async Task FillAsync(long start, long end, CancellationToken cancellationToken)
    {
        foreach (var block in Missing(start, end))
        {
            var buffer = Begin(block);
            try
            {
                await remote.ReadExactlyAsync(buffer, cancellationToken);
            }
            catch (RequestFailedException exception) when (Inbox.IsGone(exception))
            {
                throw new UploadGoneException(blobName, exception);
            }

            Store(block, buffer.Span);
        }

        await _local.FlushAsync(cancellationToken);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    // Containers are parsed without await; nearly everything that the parsers read has been copied before.
    public override int Read(Span<byte> buffer)
    {
        // A hostile file names places outside it.
        if (_position < 0 || _position >= Length)
        {
            return 0;
        }

        FillAsync(_position, _position + buffer.Length, CancellationToken.None).GetAwaiter().GetResult();
        _local.Position = _position;
        var read = _local.Read(buffer);
        _position += read;
        return read;
    }

    public override long Seek(long offset, SeekOrigin origin) => _position = offset + origin switch
    {
        SeekOrigin.Current => _position,
        SeekOrigin.End => Length,
        _ => 0,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _local.Dispose();
            remote.Dispose();
        }

        base.Dispose(disposing);
    }

    private IEnumerable<int> Missing(long start, long end)
    {
        var (first, last) = (Math.Max(0, start) / BlockLength, Math.Min(end, Length) - 1);
        for (var block = (int)Math.Min(first, _present.Length); block * (long)BlockLength <= last; block++)
        {
            if (!_present[block])
            {
                yield return block;
            }
        }
    }

    private Memory<byte> Begin(int block)
    {
        remote.Position = block * (long)BlockLength;
        return new byte[Math.Min(BlockLength, Length - remote.Position)];
    }

    private void Store(int block, ReadOnlySpan<byte> content)
    {
        _local.Position = block * (long)BlockLength;
        _local.Write(content);
        _present[block] = true;
    }

    private static FileStream Create(string path, long length)
    {
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite);
        file.SetLength(length);
        return file;
    }
}

public sealed class UploadGoneException(string blobName, Exception innerException)
    : Exception($"'{blobName}' was deleted or overwritten while it was read.", innerException);
