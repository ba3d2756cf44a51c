using System.Text.Json;
using System.Text.RegularExpressions;
using PaperLedge.Benchmarks.Scoring;

namespace PaperLedge.Benchmarks.Speech;

/// <summary>Rows of <c>bench speech</c>, each made when it is needed.</summary>
/// <param name="root">The repository's folder.</param>
/// <param name="samples">Folder of the samples' audio.</param>
internal sealed partial class SpeechRows(string root, string samples)
{
    private const string English = "en";

    private static readonly string[] s_tempos = ["0.9", "0.95", "1.05", "1.1"];

    private static readonly string[] s_samples = ["a-theory-of-communication", "clocks-without-time", "the-strength-of-weak-ties"];

    // Ends of sentences in the long talk: their time and last words.
    private static readonly (double Seconds, string LastWords) s_minute = (69.82, "step sideways.");

    private static readonly (double Seconds, string LastWords) s_threeMinutes = (183.5, "or GFS for short.");

    // Digital silence after each sentence.
    private static readonly TimeSpan s_gap = TimeSpan.FromSeconds(2.5);

    private string _folder = "";

    private string Recordings => Path.Combine(root, "bench", "audio");

    // In the table's order.
    /// <param name="folder">Receives the audio that is made.</param>
    public IReadOnlyList<(string Name, Func<Task<SpeechRow>> Make)> MadeIn(string folder)
    {
        _folder = folder;
        return
        [
            ("long-talk", LongTalkAsync),
            .. s_samples.Select(name => (name, (Func<Task<SpeechRow>>)(() => SampleAsync(name)))),
            ("human-clips", HumanClipsAsync),
            ("espeak", EspeakAsync),
            ("talk-start", TalkStartAsync),
            .. Degraded("sample", () => SampleAsync(s_samples[0])),
            .. Degraded("talk-start", TalkStartAsync),
            ("two-languages", TwoLanguagesAsync),
            ("hindi", HindiAsync),
        ];
    }

    // A step that changes the arithmetic is judged by the words that it costs in them.
    /// <summary>Returns rows of 11,000 words: the readings at other tempos and levels, and the human clips.</summary>
    /// <param name="folder">Receives the audio that is made.</param>
    public IReadOnlyList<(string Name, Func<Task<SpeechRow>> Make)> AccuracyIn(string folder)
    {
        _folder = folder;
        return
        [
            .. s_tempos.Select(tempo => Changed("long-talk", $"{tempo}-times-as-fast", $"atempo={tempo}", LongTalkAsync)),
            Changed("long-talk", "25-db-quieter", "volume=-25dB", LongTalkAsync),
            .. s_samples.SelectMany(name => new[] { s_tempos[0], s_tempos[^1] }
                .Select(tempo => Changed(name, $"{tempo}-times-as-fast", $"atempo={tempo}", () => SampleAsync(name)))),
            ("human-clips", HumanClipsAsync),
        ];
    }

    private (string Name, Func<Task<SpeechRow>> Make) Changed(string name, string change, string filter, Func<Task<SpeechRow>> clean)
    {
        var row = $"{name}-{change}";
        return (row, async () =>
        {
            var file = (await clean()).Files[0];
            await DegradedAudio.FilterAsync(file.Audio, Wav(row), filter);
            return new(row, English, [new(Wav(row), file.Said)]);
        });
    }

    private async Task<SpeechRow> LongTalkAsync() => new("long-talk", English,
    [
        new(
            await SpeechAudio.WavAsync(Path.Combine(Recordings, "long-talk.opus"), Wav("long-talk")),
            await TextAsync(Path.Combine(Recordings, "long-talk.txt"))),
    ]);

    private async Task<SpeechRow> SampleAsync(string name)
    {
        var audio = Directory.EnumerateFiles(samples, name + ".*").Single(file => Path.GetExtension(file) is not (".txt" or ".json"));
        return new(name, English,
        [
            new(await SpeechAudio.WavAsync(audio, Wav(name)), await TextAsync(Path.Combine(root, "samples", name + ".txt"))),
        ]);
    }

    // Each clip is a separate file; the times of its words come from a forced alignment.
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

    // The samples' scripts, spoken by a synthesiser that reports when it speaks each word.
    private async Task<SpeechRow> EspeakAsync()
    {
        var scripts = await Task.WhenAll(s_samples.Select(name => File.ReadAllTextAsync(Path.Combine(root, "samples", name + ".txt"))));
        return new("espeak", English, [new(Wav("espeak"), await Espeak.SpeakAsync(string.Join("\n\n", scripts), "en-us", Wav("espeak")))]);
    }

    private Task<SpeechRow> TalkStartAsync() => TalkAsync("talk-start", s_threeMinutes);

    // The beginning of the long talk.
    private async Task<SpeechRow> TalkAsync(string name, (double Seconds, string LastWords) part)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Recordings, "long-talk.txt"));
        var said = TimedWord.Split(text[..(text.IndexOf(part.LastWords, StringComparison.Ordinal) + part.LastWords.Length)]);
        return new(name, English,
        [
            new(await SpeechAudio.WavAsync(Path.Combine(Recordings, "long-talk.opus"), Wav(name), "-t", $"{part.Seconds}"), [.. said]),
        ]);
    }

    private IEnumerable<(string Name, Func<Task<SpeechRow>> Make)> Degraded(string name, Func<Task<SpeechRow>> clean)
    {
        foreach (var (degradation, make) in DegradedAudio.All)
        {
            var row = $"{name}-{degradation}";
            yield return (row, async () =>
            {
                var file = (await clean()).Files[0];
                await make(file.Audio, Wav(row));
                return new(row, English, [new(Wav(row), file.Said)]);
            });
        }

        yield return ($"{name}-gaps", async () =>
        {
            var plain = await clean();
            using var ends = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Recordings, "sentence-ends.json")));
            var pauses = ends.RootElement.GetProperty(plain.Name).EnumerateArray().Select(end => end.GetDouble());
            var audio = await SpeechAudio.SpreadAsync(plain.Files[0].Audio, Wav($"{name}-gaps"), pauses, s_gap);
            return new($"{name}-gaps", English, [new(audio, plain.Files[0].Said)], plain.Name);
        });
    }

    // A minute of the talk and a minute of German; the programs are not told which languages they are.
    private async Task<SpeechRow> TwoLanguagesAsync()
    {
        var english = (await TalkAsync("two-languages-english", s_minute)).Files[0];
        var german = await SpeakAsync("german", "de");
        return new("two-languages", null,
        [
            new(await SpeechAudio.JoinAsync(Wav("two-languages"), english.Audio, german.Audio), [.. english.Said, .. german.Said]),
        ]);
    }

    private async Task<SpeechRow> HindiAsync() => new("hindi", "hi", [await SpeakAsync("hindi", "hi")]);

    private async Task<SpokenFile> SpeakAsync(string name, string voice)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Recordings, name + ".txt"));
        var words = await Espeak.SpeakAsync(text, voice, Wav(name));
        return new(Wav(name), [.. words.Select(word => word with { Start = null })]);
    }

    private string Wav(string name) => Path.Combine(_folder, name + ".wav");

    private static async Task<IReadOnlyList<TimedWord>> TextAsync(string path) => [.. TimedWord.Split(await File.ReadAllTextAsync(path))];

    // The dictionary's number of a pronunciation.
    [GeneratedRegex(@"\(\d+\)$")]
    private static partial Regex Variant();
}
