using PaperLedge.Core.Episodes;
using PaperLedge.Speech.Audio;

namespace PaperLedge.Tests.Speech.Audio;

public sealed class ListenerSupportTests
{
    [Theory]
    [InlineData("mp3", "mp3", null, null)]
    [InlineData("aac", "aac", null, null)]
    [InlineData("m4a", "aac", null, null)]
    [InlineData("m4a", "alac", null, "ALAC")]
    [InlineData("mp3", "mp2", null, "layer II,")]
    [InlineData("mp3", "mp1", null, "layer I,")]
    [InlineData("ogg", "opus", null, "Apple Podcasts")]
    [InlineData("flac", "flac", null, "Apple Podcasts")]
    [InlineData("wav", "pcm_s16le", null, "Apple Podcasts")]
    [InlineData("aiff", "pcm_s16be", EncodedFormat.Mp3, "do not play AIFF")]
    [InlineData("webm", "opus", EncodedFormat.Mp3, "do not play Matroska (WebM)")]
    [InlineData("wma", "wmav2", EncodedFormat.Mp3, "do not play Windows Media")]
    [InlineData("mov", "pcm_s16le", EncodedFormat.Mp3, "pcm_s16le")]
    [InlineData("3gp", "amr_nb", EncodedFormat.Mp3, "amr_nb")]
    public void What_apps_cannot_play_is_reported_or_encoded(string extension, string codec, EncodedFormat? encode, string? words)
    {
        var decision = ListenerSupport.Decide(Probe(extension, codec), wanted: null);
        Assert.Equal(encode, decision.Encode);
        if (words is null)
        {
            Assert.Null(decision.Warning);
        }
        else
        {
            Assert.Contains(words, decision.Warning, StringComparison.Ordinal);
            Assert.Contains("show.json", decision.Warning, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("mp3", "mp3")]
    [InlineData("wav", "pcm_s16le")]
    [InlineData("webm", "opus")]
    public void A_show_that_wants_one_format_gets_it_without_a_warning(string extension, string codec) =>
        Assert.Equal((EncodedFormat.M4a, null), ListenerSupport.Decide(Probe(extension, codec), EncodedFormat.M4a));

    [Fact]
    public void A_film_is_published_with_a_warning_or_its_sound_alone()
    {
        var film = Probe("mp4", "aac") with { HasPicture = true };
        var (encode, warning) = ListenerSupport.Decide(film, wanted: null);
        Assert.Null(encode);
        Assert.Contains("its pictures are published too", warning, StringComparison.Ordinal);

        (encode, warning) = ListenerSupport.Decide(film, EncodedFormat.M4a);
        Assert.Equal(EncodedFormat.M4a, encode);
        Assert.Contains("sound alone, as M4A", warning, StringComparison.Ordinal);
    }

    private static AudioProbeResult Probe(string extension, string codec) => new(
        AudioFormat.All.Single(format => format.Extensions.Contains(extension)),
        TimeSpan.FromMinutes(1),
        codec,
        Channels: 1,
        SampleRate: 44_100,
        new AudioTags(),
        "episode");
}
