using System.Text;

namespace PaperLedge.Speech.Ggml;

/// <summary>Index of a file's tensors by name. Sizes and positions are checked; no data is read.</summary>
internal static class GgmlTensorIndex
{
    private const int MaxDimensions = 4;
    private const int MaxNameBytes = 256;

    // A tensor becomes one .NET array of floats; the largest published one has 66 million.
    private const long MaxValues = 1L << 30;

    public static Dictionary<string, GgmlTensor> Read(GgmlReader reader)
    {
        var tensors = new Dictionary<string, GgmlTensor>(StringComparer.Ordinal);
        while (reader.Remaining > 0)
        {
            var tensor = ReadEntry(reader);
            if (!tensors.TryAdd(tensor.Name, tensor))
            {
                throw reader.Fail("it occurs twice", tensor.Name);
            }

            reader.MoveTo(tensor.Offset + tensor.Bytes);
        }

        return tensors;
    }

    private static GgmlTensor ReadEntry(GgmlReader reader)
    {
        var start = reader.Position;
        var dimensions = reader.ReadInt32("a tensor's header");
        var nameLength = reader.ReadInt32("a tensor's header");
        var type = reader.ReadInt32("a tensor's header");
        if (dimensions is < 1 or > MaxDimensions || nameLength is < 1 or > MaxNameBytes)
        {
            throw reader.Fail($"no tensor begins at byte {start} ({dimensions} dimensions, a name of {nameLength} bytes)");
        }

        var shape = new int[dimensions];
        for (var i = dimensions - 1; i >= 0; i--)
        {
            shape[i] = reader.ReadInt32("a tensor's sizes");
        }

        var name = Encoding.ASCII.GetString(reader.ReadBytes(nameLength, "a tensor's name"));
        if (!GgmlBlocks.IsKnown(type))
        {
            throw reader.Fail($"its type {type} is unknown (F32, F16, Q4_0, Q4_1, Q5_0, Q5_1 and Q8_0 are read)", name);
        }

        var tensor = new GgmlTensor(name, (GgmlType)type, shape, reader.Position);
        CheckSizes(reader, tensor);
        return tensor;
    }

    private static void CheckSizes(GgmlReader reader, GgmlTensor tensor)
    {
        var values = 1L;
        foreach (var size in tensor.Shape)
        {
            values *= size;
            if (size < 1 || values > MaxValues)
            {
                throw reader.Fail($"a shape of {GgmlTensor.Describe(tensor.Shape)}", tensor.Name);
            }
        }

        var perBlock = GgmlBlocks.ValuesPerBlock(tensor.Type);
        if (tensor.Shape[^1] % perBlock != 0)
        {
            throw reader.Fail($"rows of {tensor.Shape[^1]} values cannot be stored in blocks of {perBlock}", tensor.Name);
        }

        if (tensor.Bytes > reader.Remaining)
        {
            throw reader.Fail($"the file ends within it ({tensor.Bytes} bytes are needed, {reader.Remaining} are left)", tensor.Name);
        }
    }
}

/// <param name="Shape">Slowest-varying first, the reverse of the file's order.</param>
/// <param name="Offset">Bytes from the start of the file.</param>
internal sealed record GgmlTensor(string Name, GgmlType Type, int[] Shape, long Offset)
{
    public long Values => Shape.Aggregate(1L, (product, size) => product * size);

    public long Bytes => Values / GgmlBlocks.ValuesPerBlock(Type) * GgmlBlocks.BytesPerBlock(Type);

    public static string Describe(IEnumerable<int> shape) => string.Join(" × ", shape);
}

/// <summary>Storage types of tensors. These are ggml's tensor codes, which differ from the header's ftype codes.</summary>
internal enum GgmlType
{
    F32 = 0,
    F16 = 1,
    Q4_0 = 2,
    Q4_1 = 3,
    Q5_0 = 6,
    Q5_1 = 7,
    Q8_0 = 8,
}
