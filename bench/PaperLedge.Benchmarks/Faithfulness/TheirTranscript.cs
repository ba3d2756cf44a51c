using System.Globalization;
using System.Text.Json;
using PaperLedge.Benchmarks.Speech;

namespace PaperLedge.Benchmarks.Faithfulness;

/// <summary>What whisper.cpp's program reads in a file.</summary>
/// <param name="Tokens">Text tokens, as the file numbers them, with their bytes as text and their starts in seconds.</param>
internal sealed record TheirTranscript(IReadOnlyList<(int Id, string Text, double Start)> Tokens)
{
    private const int EndOfText = 50256;

    public string Text => string.Concat(Tokens.Select(token => token.Text));

    public IReadOnlyList<TimedWord> Words
    {
        get
        {
            var words = new List<TimedWord>();
            foreach (var (_, text, start) in Tokens)
            {
                if (text.StartsWith(' ') || words.Count == 0)
                {
                    words.Add(new(text.Trim(), start));
                }
                else
                {
                    words[^1] = new(words[^1].Text + text, words[^1].Start);
                }
            }

            return words;
        }
    }

    /// <summary>Greedy, without earlier text.</summary>
    /// <param name="more">Further options of the program.</param>
    public static async Task<IReadOnlyList<TheirTranscript>> ReadAsync(
        string program, string model, int threads, IReadOnlyList<string> wavs, params string[] more)
    {
        string[] options = ["-m", model, "-t", threads.ToString(CultureInfo.InvariantCulture), "-bs", "1", "-bo", "1", "-mc", "0", "-ojf", "-np"];
        await ChildRun.RunAsync(program, [.. options, .. more, .. wavs]);
        return [.. wavs.Select(wav => Read(wav + ".json"))];
    }

    private static TheirTranscript Read(string json)
    {
        // Tokens may end within a character; such text is no valid UTF-8.
        using var document = JsonDocument.Parse(System.Text.Encoding.UTF8.GetString(File.ReadAllBytes(json)));
        File.Delete(json);
        return new(
        [
            .. from segment in document.RootElement.GetProperty("transcription").EnumerateArray()
               from token in segment.GetProperty("tokens").EnumerateArray()
               let id = token.GetProperty("id").GetInt32()
               where id < EndOfText
               select (id, token.GetProperty("text").GetString()!, Start(token)),
        ]);
    }

    /// <summary>NaN where the program was told to find no times.</summary>
    private static double Start(JsonElement token) =>
        token.TryGetProperty("offsets", out var offsets) ? offsets.GetProperty("from").GetInt32() / 1000d : double.NaN;
}
