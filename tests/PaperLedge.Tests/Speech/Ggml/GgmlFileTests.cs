using System.Buffers.Binary;
using FsCheck.Xunit;
using PaperLedge.Speech.Ggml;

namespace PaperLedge.Tests.Speech.Ggml;

public class GgmlFileTests
{
    private static readonly TinyModel s_model = TinyModel.Write();
    private static readonly byte[] s_bytes = s_model.Bytes;

    [Fact]
    public void A_whole_model_opens_and_its_tensors_can_be_read()
    {
        using var file = Open(s_bytes);
        Assert.Equal(64, file.Header.Dimensions.AudioState);
        var row = new float[64];
        file.Read("decoder.token_embedding.weight", 51863, row);
        Assert.All(row, value => Assert.InRange(value, -0.3f, 0.3f));
        Assert.Contains(row, value => value != 0);
    }

    [Fact]
    public void Rows_read_alone_are_the_rows_of_the_whole()
    {
        using var file = Open(s_bytes);
        var all = new float[256 * 64];
        file.Read("encoder.blocks.0.mlp.0.weight", 0, all);
        var some = new float[3 * 64];
        file.Read("encoder.blocks.0.mlp.0.weight", 200, some);
        Assert.Equal(all[(200 * 64)..(203 * 64)], some);
    }

    [Theory]
    [InlineData(0, 0x12345678, "begins with 0x12345678")]
    [InlineData(4, 50000, "not a Whisper vocabulary")]
    [InlineData(8, 1499, "n_audio_ctx is 1499")]
    [InlineData(12, -64, "the encoder is -64 wide and the decoder 64")]
    [InlineData(12, 2_000_000_000, "the encoder is 2000000000 wide")]
    [InlineData(16, 0, "heads do not divide")]
    [InlineData(16, 5, "heads do not divide")]
    [InlineData(20, 1_000_000, "1000000 and 2 layers")]
    [InlineData(24, 0, "n_text_ctx is 0")]
    [InlineData(40, 81, "81 mel bins")]
    [InlineData(48, 79, "mel filters of 79 × 201")]
    [InlineData(52, int.MaxValue, "mel filters of 80 × 2147483647")]
    public void A_wrong_header_field_is_named(int offset, int value, string reason)
    {
        var bytes = s_bytes.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(offset), value);
        AssertRefused(bytes, null, reason);
    }

    [Theory]
    [InlineData(2, 99, "its type 99 is unknown")]
    [InlineData(3, int.MaxValue, "a shape of")]
    [InlineData(3, -1, "a shape of")]
    [InlineData(3, 0, "a shape of")]
    public void A_wrong_tensor_header_names_its_tensor(int field, int value, string reason)
    {
        var bytes = s_bytes.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(s_model.Places[s_model.FirstTensor + field]), value);
        AssertRefused(bytes, "encoder.positional_embedding", reason);
    }

    [Fact]
    public void A_missing_tensor_is_named() =>
        AssertRefused(TinyModel.Write(skip: "decoder.ln.bias").Bytes, "decoder.ln.bias", "it is missing");

    [Fact]
    public void A_wrong_shape_is_told_with_the_right_one() =>
        AssertRefused(
            TinyModel.Write(reshape: "decoder.blocks.1.mlp.0.weight").Bytes,
            "decoder.blocks.1.mlp.0.weight",
            "its shape is 257 × 64, not 256 × 64");

    [Fact]
    public void A_second_tensor_of_one_name_is_refused()
    {
        // The last tensor once more: 12 bytes of header, one size, its name, 64 floats.
        var last = s_bytes[^(12 + 4 + "decoder.ln.bias".Length + 256)..];
        AssertRefused([.. s_bytes, .. last], "decoder.ln.bias", "it occurs twice");
    }

    [Fact]
    public void A_truncated_file_is_refused_wherever_it_ends()
    {
        for (var length = 0; length < s_bytes.Length; length += 1 + (s_bytes.Length / 400))
        {
            AssertRefused(s_bytes[..length], null, "");
        }

        AssertRefused(s_bytes[..^1], "decoder.ln.bias", "the file ends within it");
    }

    [Fact]
    public void A_file_of_something_else_is_refused() =>
        AssertRefused("<!DOCTYPE html><title>Not found</title>"u8.ToArray(), null, "named ggml-*.bin");

    [Fact]
    public void A_file_that_is_not_there_is_a_model_error()
    {
        var error = Assert.Throws<ModelFormatException>(() => GgmlFile.Open("/nowhere/ggml-none.bin"));
        Assert.Contains("/nowhere/ggml-none.bin", error.Message, StringComparison.Ordinal);
    }

    [Property(MaxTest = 500)]
    public void A_damaged_file_opens_or_is_refused_and_nothing_else_happens(ushort place, int value, byte keep)
    {
        var bytes = s_bytes.ToArray();
        var at = s_model.Places[place % s_model.Places.Count];
        var damaged = keep % 3 == 0 ? value : BitConverter.ToInt32(bytes, at) ^ (1 << (keep % 32));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), damaged);
        try
        {
            using var file = Open(bytes);
        }
        catch (ModelFormatException e)
        {
            Assert.Equal("test.bin", e.File);
        }
    }

    private static GgmlFile Open(byte[] bytes) => GgmlFile.Open(new MemoryStream(bytes), "test.bin");

    private static void AssertRefused(byte[] bytes, string? tensor, string reason)
    {
        var error = Assert.Throws<ModelFormatException>(() => Open(bytes).Dispose());
        Assert.Contains("test.bin", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Reason, StringComparison.Ordinal);
        if (tensor is not null)
        {
            Assert.Equal(tensor, error.Tensor);
        }
    }
}
