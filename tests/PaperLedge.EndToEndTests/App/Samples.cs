using PaperLedge.Cli;

namespace PaperLedge.EndToEndTests.App;

/// <summary>The episodes that come with the project, and the scripts that they were spoken from.</summary>
internal static class Samples
{
    public const string Mp3 = "a-theory-of-communication";
    public const string M4a = "clocks-without-time";
    public const string Ogg = "the-strength-of-weak-ties";

    public static string PathOf(string file) => Path.Combine(Repository.Samples, file);

    public static string Audio(string slug) =>
        Directory.EnumerateFiles(PathOf(""), $"{slug}.*").Single(path => Path.GetExtension(path) is not (".json" or ".txt"));

    public static string Script(string slug) => File.ReadAllText(PathOf($"{slug}.txt"));
}
