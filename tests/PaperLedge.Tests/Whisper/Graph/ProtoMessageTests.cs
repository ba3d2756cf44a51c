using PaperLedge.Whisper.Graph;

namespace PaperLedge.Tests.Whisper.Graph;

public class ProtoMessageTests
{
    [Fact]
    public void Fields_are_written_as_protobuf_defines_them() =>
        Assert.Equal(
            [0x08, 0x96, 0x01, 0x12, 0x02, (byte)'h', (byte)'i', 0x1D, 0x00, 0x00, 0x80, 0x3F],
            new ProtoMessage().Add(1, 150).Add(2, "hi").Add(3, 1f).ToBytes());

    [Fact]
    public void A_message_in_a_message_carries_its_length() =>
        Assert.Equal([0x1A, 0x03, 0x08, 0x96, 0x01], new ProtoMessage().Add(3, new ProtoMessage().Add(1, 150)).ToBytes());

    [Fact]
    public void A_negative_number_takes_ten_bytes() =>
        Assert.Equal(
            [0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01],
            new ProtoMessage().Add(1, -1).ToBytes());
}
