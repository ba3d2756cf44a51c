using System.Text;
using PaperLedge.Speech.Audio;

namespace PaperLedge.ComponentTests.Audio;

/// <summary>
/// No file can make ffmpeg open another file: neither past the sniffer nor, if one were to get past it, in ffmpeg itself.
/// </summary>
public sealed class IsolationTests(AudioFiles files) : IClassFixture<AudioFiles>
{
    public static TheoryData<string> Scripts => new()
    {
        "ffconcat version 1.0\nfile '{0}'\n",
        "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n{0}\n#EXT-X-ENDLIST\n",
        "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile://{0}\n#EXT-X-ENDLIST\n",
        "<?xml version=\"1.0\"?><MPD><Period><AdaptationSet><BaseURL>{0}</BaseURL></AdaptationSet></Period></MPD>",
        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 5004 RTP/AVP 0\n",
    };

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task A_script_named_mp3_is_refused_before_ffmpeg_sees_it(string script)
    {
        var exception = await AudioReading.RefusalAsync(await WriteAsync(script));
        Assert.Equal(AudioProblem.NotAudio, exception.Problem);
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task A_script_that_is_taken_for_audio_still_opens_nothing(string script)
    {
        var path = await WriteAsync(script);
        foreach (var format in AudioFormat.All)
        {
            var forged = new AudioProbeResult(format, TimeSpan.FromSeconds(2), "?", 1, 16_000, new AudioTags(), AudioReading.Name);
            var blocks = 0;
            var exception = await Assert.ThrowsAsync<AudioException>(async () =>
            {
                await foreach (var block in new FfmpegDecoder(new AudioOptions()).DecodeAsync(
                    AudioSource.File(path), forged, CancellationToken.None))
                {
                    blocks++;
                }
            });
            Assert.Equal((AudioProblem.Undecodable, 0), (exception.Problem, blocks));
        }
    }

    [Fact]
    public async Task The_name_of_a_file_is_never_an_option_or_a_protocol()
    {
        var source = await files.ToneAsync("cbr.mp3");
        foreach (var name in new[] { "-y.mp3", "concat:a|b.mp3", "http:x.mp3", "a%03d.mp3", "b 'c'\n\".mp3" })
        {
            var path = files.PathOf(name);
            File.Copy(source, path);
            Assert.InRange((await AudioReading.ReadAsync(path)).Length, 62_000, 66_000);
        }
    }

    /// <summary>A script that names real audio, so that following it would give samples.</summary>
    private async Task<string> WriteAsync(string script)
    {
        var secret = await files.ToneAsync("pcm.wav");
        return files.Write("episode.mp3", Encoding.UTF8.GetBytes(script.Replace("{0}", secret, StringComparison.Ordinal)));
    }
}
