using System.Globalization;
using System.Runtime.Intrinsics;
using PaperLedge.Speech.Engine.Arithmetic;

namespace PaperLedge.Speech.Ggml;

/// <summary>A Whisper model in ggml form: a header, and tensors that are read one at a time.</summary>
/// <remarks>
/// Opening the file checks that every tensor exists with the shape that the header demands. Layout: the converter and reader of
/// whisper.cpp, <see href="https://github.com/ggml-org/whisper.cpp"/>.
/// </remarks>
internal sealed class GgmlFile : IDisposable
{
    // Blocks are converted through a buffer of this many values, a multiple of every block's value count.
    private const int ValuesAtOnce = 64 * 1024;

    // The largest number in the published models base and tiny.en is 37. A damaged block scale gives millions, which overflow in the graph
    // and produce nonsense.
    private const float Largest = 10_000;

    private readonly Stream _stream;
    private readonly GgmlReader _reader;
    private readonly Dictionary<string, GgmlTensor> _tensors;

    private GgmlFile(Stream stream, GgmlReader reader)
    {
        (_stream, _reader) = (stream, reader);
        Header = GgmlHeader.Read(reader);
        _tensors = GgmlTensorIndex.Read(reader);
        foreach (var (name, shape) in WhisperTensors.Of(Header.Dimensions))
        {
            Check(name, shape);
        }
    }

    public GgmlHeader Header { get; }

    /// <exception cref="ModelFormatException">The file is not a usable Whisper model, or cannot be read.</exception>
    public static GgmlFile Open(string path)
    {
        Stream stream;
        try
        {
            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 64 * 1024);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelFormatException(path, null, $"it cannot be opened ({e.Message})", e);
        }

        return Open(stream, path);
    }

    /// <param name="stream">Seekable; owned by the file from here on.</param>
    /// <param name="name">Name of the file in errors.</param>
    public static GgmlFile Open(Stream stream, string name)
    {
        try
        {
            return new GgmlFile(stream, new GgmlReader(stream, name));
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    // True if the projections are stored in blocks of few bits.
    public bool IsQuantised => _tensors.Values.Any(tensor => GgmlBlocks.ValuesPerBlock(tensor.Type) > 1);

    public int[] ShapeOf(string name) => _tensors[name].Shape;

    /// <summary>Reads whole rows (of the slowest dimension) of a tensor. Safe for concurrent calls.</summary>
    public void Read(string name, int firstRow, Span<float> values)
    {
        var tensor = _tensors[name];
        var rowValues = tensor.Values / tensor.Shape[0];
        var perBlock = GgmlBlocks.ValuesPerBlock(tensor.Type);
        var position = tensor.Offset + (firstRow * rowValues / perBlock * GgmlBlocks.BytesPerBlock(tensor.Type));
        var buffer = new byte[Math.Min(ValuesAtOnce, values.Length) / perBlock * GgmlBlocks.BytesPerBlock(tensor.Type)];
        while (!values.IsEmpty)
        {
            var count = Math.Min(ValuesAtOnce, values.Length);
            var bytes = buffer.AsSpan(0, count / perBlock * GgmlBlocks.BytesPerBlock(tensor.Type));
            lock (_reader)
            {
                _reader.MoveTo(position);
                _reader.ReadExactly(bytes, $"tensor {name}");
            }

            position += bytes.Length;
            GgmlBlocks.Read(tensor.Type, bytes, values[..count]);
            Check(name, values[..count]);

            values = values[count..];
        }
    }

    public float[] ReadAll(string name)
    {
        var values = new float[_tensors[name].Values];
        Read(name, 0, values);
        return values;
    }

    /// <summary>Reads and checks all values, for an engine that reads the file itself and trusts everything in it.</summary>
    /// <exception cref="ModelFormatException">A value cannot be a weight.</exception>
    public void CheckValues()
    {
        foreach (var (name, shape) in WhisperTensors.Of(Header.Dimensions))
        {
            var rowValues = (int)(_tensors[name].Values / shape[0]);
            var rows = Math.Max(1, ValuesAtOnce / rowValues);
            var values = new float[rows * rowValues];
            for (var row = 0; row < shape[0]; row += rows)
            {
                Read(name, row, values.AsSpan(0, Math.Min(rows, shape[0] - row) * rowValues));
            }
        }
    }

    public void Dispose() => _stream.Dispose();

    private void Check(string name, ReadOnlySpan<float> values)
    {
        var whole = values.Length / Vector256<float>.Count * Vector256<float>.Count;
        var largest = Rounding.Largest(values[..whole]);
        foreach (var value in values[whole..])
        {
            largest = MathF.MaxMagnitude(largest, value);
        }

        if (!float.IsFinite(largest))
        {
            throw _reader.Fail("it contains a number that is not finite", name);
        }

        if (MathF.Abs(largest) > Largest)
        {
            throw _reader.Fail(
                string.Create(
                    CultureInfo.InvariantCulture, $"it contains {largest:0}, but weights are at most {Largest:0}; the file is damaged"),
                name);
        }
    }

    private void Check(string name, int[] shape)
    {
        if (!_tensors.TryGetValue(name, out var tensor))
        {
            throw _reader.Fail("it is missing", name);
        }

        if (!tensor.Shape.AsSpan().SequenceEqual(shape))
        {
            throw _reader.Fail($"its shape is {GgmlTensor.Describe(tensor.Shape)}, not {GgmlTensor.Describe(shape)}", name);
        }
    }
}
