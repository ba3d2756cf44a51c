using System.Security.Cryptography;
using System.Text.Json;

namespace PaperLedge.Benchmarks.Speech;

/// <summary>A program that is not run again on audio that it has heard before. For tuning: its times are then from another run.</summary>
/// <param name="folder">Folder for the cached results.</param>
/// <param name="model">A ggml file.</param>
internal sealed class RememberedProgram(SpeechProgram program, string folder, string model) : SpeechProgram
{
    public override string Name => program.Name;

    public override async Task<HeardSpeech> HearAsync(string audio, string? language)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(audio)));
        var path = Path.Combine(
            Directory.CreateDirectory(folder).FullName, $"{hash[..16]}-{Path.GetFileNameWithoutExtension(model)}-{language}.json");
        if (File.Exists(path))
        {
            return JsonSerializer.Deserialize<HeardSpeech>(await File.ReadAllTextAsync(path))!;
        }

        var heard = await program.HearAsync(audio, language);
        await File.WriteAllTextAsync(path, JsonSerializer.Serialize(heard));
        return heard;
    }
}
