using PaperLedge.Benchmarks.Speech;

namespace PaperLedge.Benchmarks.Faithfulness;

/// <summary>A text that the demo model was never trained on, spoken by eSpeak NG's voice <c>en-us</c>.</summary>
/// <param name="Wav">16 kHz mono.</param>
/// <param name="Words">With the synthesiser's own times.</param>
internal sealed record HeldOutScript(string Text, string Wav, IReadOnlyList<TimedWord> Words)
{
    public static async Task<IReadOnlyList<HeldOutScript>> SpeakAllAsync(string root, string folder)
    {
        var scripts = new List<HeldOutScript>();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(root, "tools", "demo-model", "heldout"), "*.txt").Order())
        {
            var text = await File.ReadAllTextAsync(file);
            var wav = Path.Combine(folder, Path.GetFileNameWithoutExtension(file) + ".wav");
            var events = await Espeak.SpeakAsync(text, wav);
            scripts.Add(new(text, wav, Align(text, events)));
        }

        return scripts;
    }

    public Task<float[]> ReadAsync() => BenchAudio.ReadAsync(Wav);

    /// <summary>A number that is spoken as several words begins with the first.</summary>
    private static List<TimedWord> Align(string text, IReadOnlyList<(int Character, double Seconds)> events)
    {
        var words = new List<TimedWord>();
        for (var first = 0; first < text.Length;)
        {
            if (char.IsWhiteSpace(text[first]))
            {
                first++;
                continue;
            }

            var end = first;
            while (end < text.Length && !char.IsWhiteSpace(text[end]))
            {
                end++;
            }

            var spoken = events.FirstOrDefault(word => word.Character >= first && word.Character < end, (-1, 0));
            if (spoken.Item1 >= 0)
            {
                words.Add(new(text[first..end], spoken.Item2));
            }

            first = end;
        }

        return words;
    }
}
