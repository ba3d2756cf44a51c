namespace PaperLedge.Benchmarks.Speech;

/// <summary>Builds whisper.cpp from its repository, as its README describes.</summary>
internal static class WhisperCppBuild
{
    private const string Repository = "https://github.com/ggml-org/whisper.cpp";
    private const string Version = "v1.9.3";

    /// <returns>The path of <c>whisper-cli</c>.</returns>
    public static async Task<string> MakeAsync(string root)
    {
        var source = Path.Combine(root, "artifacts", $"whisper.cpp-{Version}");
        var program = Path.Combine(source, "build", "bin", "whisper-cli");
        if (!File.Exists(program))
        {
            Console.WriteLine($"Building whisper.cpp {Version} (some minutes)");
            if (!Directory.Exists(source))
            {
                await ChildRun.RunAsync("git", "clone", "--quiet", "--depth", "1", "--branch", Version, Repository, source);
            }

            await ChildRun.RunAsync("cmake", "-S", source, "-B", Path.Combine(source, "build"), "-DCMAKE_BUILD_TYPE=Release");
            await ChildRun.RunAsync(
                "cmake",
                "--build", Path.Combine(source, "build"),
                "--target", "whisper-cli",
                "--parallel", $"{Environment.ProcessorCount}");
        }

        return program;
    }
}
