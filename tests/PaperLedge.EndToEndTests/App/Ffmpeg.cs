namespace PaperLedge.EndToEndTests.App;

/// <summary>Makes audio files for tests.</summary>
internal static class Ffmpeg
{
    public static async Task<byte[]> MakeAsync(string extension, params string[] arguments)
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

    /// <summary>A piece of a sample episode: real speech, quickly recognised.</summary>
    public static Task<byte[]> ClipAsync(string extension, double seconds = 4, double from = 0) => MakeAsync(
        extension,
        "-ss", Invariant(from), "-t", Invariant(seconds), "-i", Samples.Audio(Samples.Mp3),
        "-map_metadata", "-1");

    /// <summary>Twenty minutes of a sample episode: some seconds' work, so that it can be cut off in the middle.</summary>
    public static Task<byte[]> LongAsync() => LoopedAsync(TimeSpan.FromMinutes(20));

    /// <summary>A sample episode again and again, up to a length.</summary>
    public static Task<byte[]> LoopedAsync(TimeSpan length) => MakeAsync(
        "mp3", "-stream_loop", "-1", "-t", Invariant(length.TotalSeconds),
        "-i", Samples.Audio(Samples.Mp3), "-c", "copy", "-map_metadata", "-1");

    private static string Invariant(double number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
