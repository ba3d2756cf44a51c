using FsCheck;
using FsCheck.Xunit;
using PaperLedge.LocalWorker.Blobs;
using PaperLedge.LocalWorker.Functions;

namespace PaperLedge.Tests.LocalWorker.Blobs;

public sealed class BlobPathPatternTests
{
    [Theory]
    [InlineData("episodes/{name}", "a.mp3", "name=a.mp3")]
    [InlineData("episodes/{name}", "deep/er/a.mp3", "name=deep/er/a.mp3")]
    [InlineData("episodes/{name}.{ext}", "a.b.mp3", "name=a.b;ext=mp3")]
    [InlineData("episodes/{name}.{ext}", "folder.v1/a.mp3", "name=folder.v1/a;ext=mp3")]
    [InlineData("episodes/{name}.{ext}", "no-extension", null)]
    [InlineData("episodes/in/{name}.mp3", "in/a.mp3", "name=a")]
    [InlineData("episodes/in/{name}.mp3", "out/a.mp3", null)]
    [InlineData("episodes/{name}.mp3", "a.mp3.txt", null)]
    [InlineData("episodes/{name}.mp3", "a.MP3", null)]
    [InlineData("episodes/{name}.mp3", "a\nb.mp3", "name=a\nb")]
    [InlineData("episodes/(x)+{name}", "(x)+y", "name=y")]
    [InlineData("episodes/show.json", "show.json", "")]
    [InlineData("episodes/show.json", "showXjson", null)]
    public void A_pattern_splits_a_blobs_name(string path, string blob, string? expected)
    {
        var match = BlobPathPattern.Parse(path, "F").Match(blob);

        Assert.Equal(expected, match is null ? null : string.Join(';', match.Select(m => $"{m.Key}={m.Value}")));
    }

    [Theory]
    [InlineData("episodes/in/{name}.mp3", "episodes", "in/")]
    [InlineData("episodes/{name}", "episodes", "")]
    [InlineData("episodes/show.json", "episodes", "show.json")]
    public void Only_the_literal_beginning_is_asked_of_storage(string path, string container, string prefix)
    {
        var pattern = BlobPathPattern.Parse(path, "F");

        Assert.Equal((container, prefix), (pattern.Container, pattern.Prefix));
    }

    [Theory]
    [InlineData("episodes", "write 'episodes/{name}'")]
    [InlineData("episodes/", "write 'episodes/{name}'")]
    [InlineData("{container}/{name}", "names no container")]
    [InlineData("Episodes/{name}", "names no container")]
    [InlineData("ep--isodes/{name}", "names no container")]
    [InlineData("episodes/{a}{b}", "nothing parts {a} from {b}")]
    [InlineData("episodes/{a}.{A}", "{A} twice")]
    [InlineData("episodes/{a", "braces")]
    [InlineData("episodes/a}", "braces")]
    [InlineData("episodes/{rand-guid}", "braces")]
    public void A_path_that_is_no_pattern_is_refused_with_its_function(string path, string because)
    {
        var refused = Assert.Throws<RefusedException>(() => BlobPathPattern.Parse(path, "OnBlob"));

        Assert.Contains("'OnBlob'", refused.Message, StringComparison.Ordinal);
        Assert.Contains(because, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_ends_in_a_line_break_comes_back_whole() =>
        Assert.Equal("\n", (string?)BlobPathPattern.Parse("episodes/{name}.{ext}", "F").Match("a.\n")?["ext"]);

    [Property]
    public bool A_name_and_an_extension_without_dots_come_back_whole(NonNull<string> name, NonNull<string> extension)
    {
        var ext = extension.Get.Replace(".", "", StringComparison.Ordinal);
        var match = BlobPathPattern.Parse("episodes/{name}.{ext}", "F").Match($"{name.Get}.{ext}");

        return match is not null && (string?)match["NAME"] == name.Get && (string?)match["ext"] == ext;
    }
}
