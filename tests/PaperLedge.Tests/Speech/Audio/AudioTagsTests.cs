using FsCheck.Xunit;
using PaperLedge.Speech.Audio;

namespace PaperLedge.Tests.Speech.Audio;

public sealed class AudioTagsTests
{
    [Fact]
    public void Control_characters_go_and_lines_stay_where_they_may()
    {
        var tags = AudioTags.From(new Dictionary<string, string>
        {
            ["TITLE"] = " \u0000A\u001b[31m\r\ntitle\u0007\uFFFF ",
            ["Comment"] = "one\r\ntwo\u0085\u0001",
            ["language"] = "und",
            ["artist"] = "\u0001 \u0002",
        });
        Assert.Equal(new AudioTags(Title: "A[31m title", Description: "one\ntwo"), tags);
    }

    [Property]
    public bool A_tag_of_any_text_can_be_written_as_XML(string?[] values)
    {
        string[] names = ["title", "artist", "album", "comment", "date", "track", "language"];
        var given = names.Zip(values).ToDictionary(pair => pair.First, pair => pair.Second ?? "");
        var tags = AudioTags.From(given);
        return new[] { tags.Title, tags.Artist, tags.Album, tags.Description, tags.Date, tags.Track, tags.Language }
            .OfType<string>()
            .All(text => text.Trim().Length > 0
                && text.Length <= AudioTags.MaxLength
                && System.Xml.XmlConvert.VerifyXmlChars(text) == text);
    }
}
