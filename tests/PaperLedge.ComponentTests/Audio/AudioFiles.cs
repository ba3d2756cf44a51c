namespace PaperLedge.ComponentTests.Audio;

/// <summary>Real files, made by the real ffmpeg, in a folder that goes when the tests end.</summary>
public sealed class AudioFiles : IDisposable
{
    /// <summary>Every accepted kind of file and the arguments that make it.</summary>
    public static readonly IReadOnlyDictionary<string, string> Encodings = new Dictionary<string, string>
    {
        ["cbr.mp3"] = "-c:a libmp3lame -b:a 64k",
        ["vbr.mp3"] = "-c:a libmp3lame -q:a 5",
        ["no-xing.mp3"] = "-c:a libmp3lame -b:a 64k -write_xing 0",
        ["low-rate.mp3"] = "-c:a libmp3lame -ar 22050 -b:a 32k",
        ["index-last.m4a"] = "-c:a aac",
        ["index-first.m4a"] = "-c:a aac -movflags +faststart",
        ["fragmented.m4a"] = "-c:a aac -movflags frag_keyframe+empty_moov+default_base_moof -frag_duration 1000000",
        ["adts.aac"] = "-c:a aac -f adts",
        ["pcm.wav"] = "-c:a pcm_s16le",
        ["pcm-float-stereo.wav"] = "-c:a pcm_f32le -ac 2",
        ["rf64.wav"] = "-c:a pcm_s16le -rf64 always",
        ["plain.flac"] = "-c:a flac",
        ["opus.ogg"] = "-c:a libopus",
        ["vorbis.ogg"] = "-c:a libvorbis",
        ["flac.ogg"] = "-c:a flac -f ogg",
        ["opus.opus"] = "-c:a libopus -f opus",
        ["pcm.aiff"] = "-c:a pcm_s16be",
        ["pcm-stereo.aiff"] = "-c:a pcm_s24be -ac 2",
        ["law.aifc"] = "-c:a pcm_alaw -f aiff",
        ["pcm.caf"] = "-c:a pcm_s16le",
        ["alac.caf"] = "-c:a alac",
        ["pcm.w64"] = "-c:a pcm_s16le",
        ["opus.webm"] = "-c:a libopus",
        ["vorbis.mka"] = "-c:a libvorbis",
        ["aac.mkv"] = "-c:a aac",
        ["standard.wma"] = "-c:a wmav2",
        ["lossless.wv"] = "-c:a wavpack",
        ["movie.mov"] = "-c:a pcm_s16le",
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("paperledge-audio-").FullName;

    public string PathOf(string name) => Path.Combine(_folder, name);

    /// <summary>A tone of so many seconds, encoded as <see cref="Encodings"/> says for the name.</summary>
    public Task<string> ToneAsync(string name, double seconds = 4, string extra = "") =>
        MakeAsync(
            name,
            "-f lavfi -i " +
            $"sine=frequency=440:sample_rate=44100:duration={seconds.ToString(System.Globalization.CultureInfo.InvariantCulture)} " +
            $"{Encodings[name]} {extra}");

    public async Task<string> MakeAsync(string name, string arguments, params string[] more)
    {
        var path = PathOf(Guid.NewGuid().ToString("n") + "-" + name);
        string[] all = ["-nostdin", "-v", "error", "-y", .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), .. more, path];
        await CliWrap.Cli.Wrap("ffmpeg").WithArguments(all).ExecuteAsync();
        return path;
    }

    public string Write(string name, ReadOnlySpan<byte> content)
    {
        var path = PathOf(Guid.NewGuid().ToString("n") + "-" + name);
        File.WriteAllBytes(path, content);
        return path;
    }

    public string Cut(string path, double part)
    {
        var bytes = File.ReadAllBytes(path);
        return Write("cut-" + Path.GetFileName(path), bytes.AsSpan(0, (int)(bytes.Length * part)));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
