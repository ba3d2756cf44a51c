using System.Text.Json;
using PaperLedge.EndToEndTests.App;
using PaperLedge.EndToEndTests.Browser;
using PaperLedge.EndToEndTests.Judges;

namespace PaperLedge.EndToEndTests.Readers;

/// <summary>What other people's readers of captions find in those of a whole episode.</summary>
[Collection(nameof(SpeechAppCollection))]
public class CaptionTests(SpeechAppFixture fixture)
{
    [Fact]
    public async Task The_W3Cs_validator_finds_no_error_in_the_WebVTT()
    {
        var captions = await CaptionsAsync("vtt");
        var answer = await Judge.NodeAsync("webvtt.mjs", captions);

        Assert.Equal("[]", answer.GetProperty("errors").GetRawText());
        Assert.Equal(CuesOf(captions), answer.GetProperty("cues").GetInt32());
    }

    [Theory]
    [InlineData("vtt")]
    [InlineData("srt")]
    public async Task Pythons_libraries_read_every_cue(string format)
    {
        var captions = await CaptionsAsync(format);
        var cues = (await Judge.PythonAsync("captions-read.py", captions)).Deserialize<string[]>()!;

        Assert.Equal(CuesOf(captions), cues.Length);
        Assert.All(cues, cue => Assert.False(string.IsNullOrWhiteSpace(cue)));
    }

    [Theory]
    [InlineData("vtt", "webvtt", "srt")]
    [InlineData("srt", "srt", "webvtt")]
    public async Task Ffmpeg_turns_each_format_into_the_other_and_loses_no_cue(string format, string demuxer, string muxer)
    {
        var captions = await CaptionsAsync(format);
        var converted = await Judge.ContentAsync("ffmpeg", captions, "-v", "warning", "-f", demuxer, "-i", "pipe:", "-f", muxer, "pipe:");

        Assert.Equal(CuesOf(captions), CuesOf(converted));
        Assert.True(CuesOf(captions) > 10);
    }

    private static int CuesOf(string captions) => captions.Split(" --> ").Length - 1;

    private async Task<string> CaptionsAsync(string format) =>
        await (await PageEpisode.AppAsync(fixture)).Http.GetStringAsync($"episodes/{PageEpisode.Slug}/transcript.{format}");
}
