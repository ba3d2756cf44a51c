using System.Buffers.Binary;

namespace PaperLedge.Tests.Speech.Ggml;

/// <summary>
/// Damages a model file in the ways that downloads, disks and converters do, and in some that only malice does. Repeatable.
/// </summary>
internal sealed class ModelMutator(int seed)
{
    private static readonly int[] s_edges =
        [0, 1, -1, 2, 3, 31, 64, 255, 256, 257, 1024, 1025, 51864, 51866, int.MaxValue, int.MinValue, 1 << 30];

    private readonly TinyModel _model = TinyModel.Write();
    private readonly Random _random = new(seed);
    private byte[]? _bytes;

    private byte[] Bytes => _bytes ??= _model.Bytes;

    /// <summary>Damages the file, shows it, and repairs it.</summary>
    public void Next(Action<MemoryStream> read)
    {
        var undo = new Stack<(int At, byte[] Old)>();
        var length = Bytes.Length;
        for (var i = _random.Next(1, 3); i > 0; i--)
        {
            switch (_random.Next(8))
            {
                case 0 or 1:
                    Write(undo, Place(), BitConverter.GetBytes(s_edges[_random.Next(s_edges.Length)]));
                    break;
                case 2:
                    Write(
                        undo,
                        Place(),
                        BitConverter.GetBytes(BinaryPrimitives.ReadInt32LittleEndian(Bytes.AsSpan(Place())) + _random.Next(-2, 3)));
                    break;
                case 3:
                    Write(undo, Math.Min(Bytes.Length - 1, Place() + _random.Next(64)), [(byte)_random.Next(256)]);
                    break;
                case 4:
                    Swap(undo);
                    break;
                case 5 or 6:
                    Write(undo, _random.Next(Bytes.Length), [(byte)_random.Next(256), (byte)_random.Next(256)]);
                    break;
                default:
                    length = _random.Next(4) == 0 ? _random.Next(Bytes.Length) : Math.Min(length, Place() + _random.Next(32));
                    break;
            }
        }

        using (var stream = new MemoryStream(Bytes, 0, length, writable: false))
        {
            read(stream);
        }

        while (undo.TryPop(out var change))
        {
            change.Old.CopyTo(Bytes, change.At);
        }
    }

    private int Place() => _model.Places[_random.Next(_model.Places.Count)];

    private void Write(Stack<(int At, byte[] Old)> undo, int at, ReadOnlySpan<byte> bytes)
    {
        bytes = bytes[..Math.Min(bytes.Length, Bytes.Length - at)];
        undo.Push((at, Bytes[at..(at + bytes.Length)]));
        bytes.CopyTo(Bytes.AsSpan(at));
    }

    /// <summary>Two stretches change places, as when blocks of a disk do.</summary>
    private void Swap(Stack<(int At, byte[] Old)> undo)
    {
        var size = 1 << _random.Next(3, 10);
        var (a, b) = (Place(), Place());
        if (Math.Max(a, b) + size <= Bytes.Length)
        {
            var first = Bytes[a..(a + size)];
            Write(undo, a, Bytes.AsSpan(b, size));
            Write(undo, b, first);
        }
    }
}
