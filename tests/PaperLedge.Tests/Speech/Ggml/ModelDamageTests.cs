using System.Buffers.Binary;
using PaperLedge.Speech.Engine;
using PaperLedge.Speech.Ggml;

namespace PaperLedge.Tests.Speech.Ggml;

/// <summary>Damage in a file's values, which is found when they are read, and every place where a file may end.</summary>
public class ModelDamageTests
{
    private static readonly byte[] s_bytes = TinyModel.Write().Bytes;
    private static readonly GgmlTensor[] s_tensors = Tensors();

    public static TheoryData<string, string, string> Values()
    {
        var data = new TheoryData<string, string, string>();
        foreach (var type in Enum.GetNames<GgmlType>())
        {
            data.Add(type, "first", "NaN");
            data.Add(type, "first", "-∞");
            data.Add(type, "last", "NaN");
            data.Add(type, "last", "65504");
        }

        data.Add("Q4_1", "minimum", "NaN");
        data.Add("Q4_1", "minimum", "65504");
        data.Add("Q5_1", "minimum", "∞");
        data.Add("Q5_1", "minimum", "65504");
        return data;
    }

    [Theory]
    [MemberData(nameof(Values))]
    public void A_number_that_cannot_be_a_weight_is_refused_with_its_tensor_when_the_model_is_loaded(
        string type, string place, string value)
    {
        var tensor = Array.Find(s_tensors, tensor => tensor.Type == Enum.Parse<GgmlType>(type))!;
        var bytes = s_bytes.ToArray();
        var block = tensor.Offset + (place == "last" ? tensor.Bytes - GgmlBlocks.BytesPerBlock(tensor.Type) : 0);
        var number = value switch
        {
            "NaN" => float.NaN,
            "∞" => float.PositiveInfinity,
            "-∞" => float.NegativeInfinity,
            _ => float.Parse(value, System.Globalization.CultureInfo.InvariantCulture)
        };
        if (tensor.Type == GgmlType.F32)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan((int)block), number);
        }
        else
        {
            // Quants that are not zero, so that the scale shows.
            bytes.AsSpan((int)block, GgmlBlocks.BytesPerBlock(tensor.Type)).Fill(0x2C);
            BinaryPrimitives.WriteHalfLittleEndian(bytes.AsSpan((int)block + (place == "minimum" ? 2 : 0)), (Half)number);
        }

        using var file = Open(bytes);
        var loading = Assert.Throws<ModelFormatException>(() => new LoadedModel(file, "damaged", isEightBit: false).Dispose());
        var checking = Assert.Throws<ModelFormatException>(file.CheckValues);

        Assert.All([loading, checking], error =>
        {
            Assert.Equal(("damaged.bin", tensor.Name), (error.File, error.Tensor));
            Assert.Contains(
                float.IsFinite(number) ? "the file is damaged" : "a number that is not finite", error.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_whole_model_has_weights_that_can_be_weights()
    {
        using var file = Open(s_bytes);
        file.CheckValues();
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(-1)]
    [InlineData(1e6f)]
    public void A_number_that_cannot_be_in_a_mel_filter_is_refused(float value)
    {
        var bytes = s_bytes.ToArray();
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(56), value);
        Assert.Contains(
            "a mel filter contains", Assert.Throws<ModelFormatException>(() => Open(bytes).Dispose()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_ends_in_any_part_of_any_tensor_is_refused_with_the_place()
    {
        foreach (var tensor in s_tensors)
        {
            var header = tensor.Offset - tensor.Name.Length - (4 * tensor.Shape.Length) - 12;
            Assert.Contains("it is missing", Refusal(header).Reason, StringComparison.Ordinal);
            Assert.Contains("it ends within a tensor's header", Refusal(header + 1).Reason, StringComparison.Ordinal);
            Assert.Contains("it ends within a tensor's header", Refusal(header + 11).Reason, StringComparison.Ordinal);
            Assert.Contains("it ends within a tensor's sizes", Refusal(header + 12).Reason, StringComparison.Ordinal);
            Assert.Contains("it ends within a tensor's name", Refusal(tensor.Offset - 1).Reason, StringComparison.Ordinal);
            foreach (var length in new[] { tensor.Offset, tensor.Offset + (tensor.Bytes / 2), tensor.Offset + tensor.Bytes - 1 })
            {
                Assert.Equal(tensor.Name, Refusal(length).Tensor);
            }
        }
    }

    [Fact]
    public void A_file_that_ends_anywhere_before_its_tensors_is_refused()
    {
        var first = s_tensors[0].Offset - s_tensors[0].Name.Length - (4 * s_tensors[0].Shape.Length) - 12;
        for (var length = 0L; length < first; length += length < 60 || length > first - 3_000 ? 1 : 997)
        {
            Assert.NotEmpty(Refusal(length).Reason);
        }
    }

    private static ModelFormatException Refusal(long length) =>
        Assert.Throws<ModelFormatException>(() => Open(s_bytes, (int)length).Dispose());

    private static GgmlFile Open(byte[] bytes, int? length = null) =>
        GgmlFile.Open(new MemoryStream(bytes, 0, length ?? bytes.Length, writable: false), "damaged.bin");

    private static GgmlTensor[] Tensors()
    {
        var reader = new GgmlReader(new MemoryStream(s_bytes), "whole.bin");
        GgmlHeader.Read(reader);
        return [.. GgmlTensorIndex.Read(reader).Values.OrderBy(tensor => tensor.Offset)];
    }
}
