namespace PaperLedge.Whisper.Models;

/// <summary>Where a tensor lies in its file.</summary>
/// <param name="Shape">Slowest-varying first, the reverse of the file's order.</param>
/// <param name="Offset">Bytes from the start of the file.</param>
internal sealed record GgmlTensor(string Name, GgmlType Type, int[] Shape, long Offset)
{
    public long Values => Shape.Aggregate(1L, (product, size) => product * size);

    public long Bytes => Values / GgmlBlocks.ValuesPerBlock(Type) * GgmlBlocks.BytesPerBlock(Type);

    public static string Describe(IEnumerable<int> shape) => string.Join(" × ", shape);
}
