using PaperLedge.Core.FeedChecks;

namespace PaperLedge.Tests.Core.FeedChecks;

public sealed class PictureHeaderTests
{
    public static TheoryData<byte[], long, long> Jpegs => new()
    {
        { [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xC0, 0, 17, 8, 0x0B, 0xB8, 0x05, 0x78, 3], 1400, 3000 },
        { [0xFF, 0xD8, 0xFF, 0xC4, 0, 2, 0xFF, 0xFF, 0xC2, 0, 17, 8, 0, 1, 0, 2, 3], 2, 1 },
    };

    [Theory]
    [MemberData(nameof(Jpegs))]
    public void The_size_of_a_jpeg_is_in_its_frame_header(byte[] picture, long width, long height)
    {
        Assert.Equal(new PictureHeader(width, height, IsCmyk: false, IsTransparent: false), PictureHeader.Read(picture));
        Assert.All(Enumerable.Range(0, 14), length => Assert.Null(PictureHeader.Read(picture.AsSpan(0, length))));
    }
}
