using PaperLedge.Cli;

namespace PaperLedge.ComponentTests.App;

/// <summary>Small audio files, each made once by ffmpeg.</summary>
internal static class Clips
{
    private static readonly Lazy<Task<byte[]>> s_lazyWave = new(() => ToneAsync("wav", seconds: 2));
    private static readonly Lazy<Task<byte[]>> s_lazyOtherWave = new(() => ToneAsync("wav", seconds: 3));
    private static readonly Lazy<Task<byte[]>> s_lazyMp3 = new(() => ToneAsync("mp3", seconds: 2));
    private static readonly Lazy<Task<byte[]>> s_lazyLongMp3 = new(() => ToneAsync("mp3", seconds: 3));
    private static readonly Lazy<Task<byte[]>> s_lazySpeech = new(() => MakeAsync(
        "wav", "-t", "4", "-i", Path.Combine(Repository.Samples, "a-theory-of-communication.mp3"), "-map_metadata", "-1"));

    /// <summary>Three seconds.</summary>
    public static Task<byte[]> LongMp3 => s_lazyLongMp3.Value;

    /// <summary>Two seconds.</summary>
    public static Task<byte[]> Wave => s_lazyWave.Value;

    /// <summary>Three seconds.</summary>
    public static Task<byte[]> OtherWave => s_lazyOtherWave.Value;

    /// <summary>Two seconds.</summary>
    public static Task<byte[]> Mp3 => s_lazyMp3.Value;

    /// <summary>Four seconds of a sample episode.</summary>
    public static Task<byte[]> Speech => s_lazySpeech.Value;

    public static async Task<byte[]> MakeAsync(string extension, params IEnumerable<string> arguments)
    {
        var path = Path.Combine(Path.GetTempPath(), $"paperledge-made-{Guid.NewGuid():N}.{extension}");
        try
        {
            await global::CliWrap.Cli.Wrap("ffmpeg").WithArguments(["-nostdin", "-v", "error", "-y", .. arguments, path]).ExecuteAsync();
            return await File.ReadAllBytesAsync(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static Task<byte[]> ToneAsync(string extension, int seconds) => MakeAsync(
        extension, "-f", "lavfi", "-i", $"sine=frequency=440:duration={seconds}:sample_rate=16000");
}
