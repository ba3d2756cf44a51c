using System.Buffers.Binary;
using PaperLedge.Cli;
using PaperLedge.Speech.Ggml;

namespace PaperLedge.Tests.Speech.Ggml;

/// <summary>The model that is shipped, damaged where it hurts: its real layout, vocabulary and storage types.</summary>
public class BuiltInModelDamageTests
{
    private static readonly byte[] s_bytes = File.ReadAllBytes(Path.Combine(Repository.Root, "models", "base", "ggml-base-q5_1.bin"));
    private static readonly GgmlTensor[] s_tensors = Tensors();

    [Fact]
    public void Its_weights_can_be_weights()
    {
        using var file = Open(s_bytes.Length);
        file.CheckValues();
    }

    [Fact]
    public void Cut_in_any_tensor_it_is_refused_with_the_tensor()
    {
        foreach (var tensor in s_tensors)
        {
            Assert.Equal(tensor.Name, Refusal(tensor.Offset + (tensor.Bytes / 2)).Tensor);
            Assert.Contains("it ends within a tensor's", Refusal(tensor.Offset - 1).Reason, StringComparison.Ordinal);
            Assert.Contains("it is missing", Refusal(Header(tensor)).Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Cut_before_its_tensors_it_is_refused()
    {
        for (var length = 0L; length < Header(s_tensors[0]); length += 4_999)
        {
            Assert.Contains("it ends within", Refusal(length).Reason, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 5)]
    [InlineData(1, 0)]
    [InlineData(1, 1 << 20)]
    [InlineData(2, 4)]
    [InlineData(2, -1)]
    [InlineData(2, 12)]
    [InlineData(3, 0)]
    [InlineData(3, -512)]
    [InlineData(3, 511)]
    [InlineData(3, int.MaxValue)]
    public void With_any_tensors_header_damaged_it_is_refused(int field, int value)
    {
        foreach (var tensor in Some())
        {
            var at = (int)Header(tensor) + (4 * field);
            var whole = BinaryPrimitives.ReadInt32LittleEndian(s_bytes.AsSpan(at));
            if (whole == value)
            {
                continue;
            }

            BinaryPrimitives.WriteInt32LittleEndian(s_bytes.AsSpan(at), value);
            try
            {
                Assert.NotEmpty(Refusal(s_bytes.Length).Reason);
            }
            finally
            {
                BinaryPrimitives.WriteInt32LittleEndian(s_bytes.AsSpan(at), whole);
            }
        }
    }

    [Fact]
    public void With_one_storage_type_written_for_another_it_is_refused()
    {
        foreach (var tensor in Some())
        {
            foreach (var type in Enum.GetValues<GgmlType>().Where(type => type != tensor.Type))
            {
                var at = (int)Header(tensor) + 8;
                BinaryPrimitives.WriteInt32LittleEndian(s_bytes.AsSpan(at), (int)type);
                try
                {
                    Assert.NotEmpty(Refusal(s_bytes.Length).Reason);
                }
                finally
                {
                    BinaryPrimitives.WriteInt32LittleEndian(s_bytes.AsSpan(at), (int)tensor.Type);
                }
            }
        }
    }

    /// <summary>
    /// Each seventh: among them are all storage types and most kinds of tensors, and a file is read in some milliseconds.
    /// </summary>
    private static IEnumerable<GgmlTensor> Some() => s_tensors.Where((_, i) => i % 7 == 0);

    private static long Header(GgmlTensor tensor) => tensor.Offset - tensor.Name.Length - (4 * tensor.Shape.Length) - 12;

    private static ModelFormatException Refusal(long length) => Assert.Throws<ModelFormatException>(() => Open(length).Dispose());

    private static GgmlFile Open(long length) => GgmlFile.Open(new MemoryStream(s_bytes, 0, (int)length, writable: false), "damaged.bin");

    private static GgmlTensor[] Tensors()
    {
        var reader = new GgmlReader(new MemoryStream(s_bytes), "whole.bin");
        GgmlHeader.Read(reader);
        return [.. GgmlTensorIndex.Read(reader).Values.OrderBy(tensor => tensor.Offset)];
    }
}
