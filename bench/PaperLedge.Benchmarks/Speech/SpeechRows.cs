using System.Text.Json;
using System.Text.RegularExpressions;
using PaperLedge.Benchmarks.Scoring;

namespace PaperLedge.Benchmarks.Speech;

/// <summary>The rows of <c>bench speech</c>, each made when it is asked for.</summary>
/// <param name="root">The project's folder.</param>
/// <param name="samples">Holds the samples' audio.</param>
/// <param name="folder">Receives the audio that is made.</param>
internal sealed partial class SpeechRows(string root, string samples, string folder)
{
    private const string English = "en";

    private static readonly string[] s_samples = ["a-theory-of-communication", "clocks-without-time", "the-strength-of-weak-ties"];

    private string Recordings => Path.Combine(root, "bench", "audio");

    /// <summary>In the table's order.</summary>
    public IReadOnlyList<(string Name, Func<Task<SpeechRow>> Make)> All() =>
    [
        ("long-talk", LongTalkAsync),
        .. s_samples.Select(name => (name, (Func<Task<SpeechRow>>)(() => SampleAsync(name)))),
        ("human-clips", HumanClipsAsync),
    ];

    private async Task<SpeechRow> LongTalkAsync() => new("long-talk", English,
    [
        new(await SpeechAudio.WavAsync(Path.Combine(Recordings, "long-talk.opus"), Wav("long-talk")), await TextAsync(Path.Combine(Recordings, "long-talk.txt"))),
    ]);

    private async Task<SpeechRow> SampleAsync(string name)
    {
        var audio = Directory.EnumerateFiles(samples, name + ".*").Single(file => Path.GetExtension(file) is not (".txt" or ".json"));
        return new(name, English, [new(await SpeechAudio.WavAsync(audio, Wav(name)), await TextAsync(Path.Combine(root, "samples", name + ".txt")))]);
    }

    /// <summary>Each clip is a file of its own; its words' times come from a forced alignment.</summary>
    private async Task<SpeechRow> HumanClipsAsync()
    {
        var files = new List<SpokenFile>();
        foreach (var clip in Directory.EnumerateFiles(Path.Combine(Recordings, "librivox"), "*.wav").Order(StringComparer.Ordinal))
        {
            using var alignment = JsonDocument.Parse(await File.ReadAllTextAsync(Path.ChangeExtension(clip, ".json")));
            files.Add(new(await SpeechAudio.WavAsync(clip, Wav(Path.GetFileNameWithoutExtension(clip))),
            [
                .. from word in alignment.RootElement.GetProperty("w").EnumerateArray()
                   let text = word.GetProperty("t").GetString()!
                   where text != "<sil>"
                   select new TimedWord(Variant().Replace(text, ""), word.GetProperty("b").GetDouble()),
            ]));
        }

        return new("human-clips", English, files);
    }

    private string Wav(string name) => Path.Combine(folder, name + ".wav");

    private static async Task<IReadOnlyList<TimedWord>> TextAsync(string path) => [.. TimedWord.Split(await File.ReadAllTextAsync(path))];

    /// <summary>The dictionary's number of a pronunciation.</summary>
    [GeneratedRegex(@"\(\d+\)$")]
    private static partial Regex Variant();
}
