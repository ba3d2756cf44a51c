using PaperLedge.Speech.Audio;
using PaperLedge.TestSupport;

namespace PaperLedge.ComponentTests.Audio;

/// <summary>Damaged files through ffprobe and ffmpeg, as the app uses them.</summary>
[Trait("Proof", "long")]
public sealed class DamagedFileTests(AudioFiles files) : IClassFixture<AudioFiles>
{
    private const int Seconds = 20;

    // Mutated headers may declare any length; this keeps what is decoded short.
    private static readonly AudioOptions s_options = new() { MaxDuration = TimeSpan.FromMinutes(2) };

    // Of 28 kinds of files: 5,000 in a soak.
    private static readonly int s_rounds = Soak.IsOn ? 180 : 4;

    public static TheoryData<string> Names => [.. AudioFiles.Encodings.Keys];

    public static TheoryData<string> Compressed => [.. AudioFiles.Encodings.Keys.Except(["pcm.wav", "pcm-float-stereo.wav", "rf64.wav"])];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_mutated_file_is_read_or_refused_in_time(string name)
    {
        var original = await File.ReadAllBytesAsync(await files.ToneAsync(name, Seconds));
        var random = new Random(name.Sum(character => character));
        for (var round = 0; round < s_rounds; round++)
        {
            var bytes = Mutate(original, random);
            var path = files.Write("mutated" + Path.GetExtension(name), bytes);
            try
            {
                var samples = await AudioReading.ReadAsync(path, s_options).WaitAsync(TimeSpan.FromMinutes(1));
                Assert.InRange(samples.Length, 1, 121 * FfmpegDecoder.SampleRate);
            }
            catch (AudioException exception)
            {
                Assert.False(exception.IsTransient, $"Round {round} of {name}: {exception.Message}");
            }

            File.Delete(path);
        }
    }

    [Theory]
    [MemberData(nameof(Compressed))]
    public async Task One_damaged_spot_that_players_skip_does_not_refuse_a_file(string name)
    {
        // Noise, so that no byte of it repeats another.
        var path = await files.MakeAsync(
            name, $"-f lavfi -i anoisesrc=d={Seconds}:a=0.2:r=44100:seed=1 {AudioFiles.Encodings[name]}");
        var original = await File.ReadAllBytesAsync(path);
        var random = new Random(7);
        for (var round = 0; round < s_rounds; round++)
        {
            var bytes = original.ToArray();
            // In the sound: a tenth of the file away from what describes it.
            var at = random.Next(bytes.Length / 8, bytes.Length * 7 / 8);
            random.NextBytes(bytes.AsSpan(at, random.Next(1, 48)));

            var damaged = files.Write("spot" + Path.GetExtension(name), bytes);

            double ours;
            string? problem = null;
            try
            {
                ours = (await AudioReading.ReadAsync(damaged, s_options)).Length / (double)FfmpegDecoder.SampleRate;
            }
            catch (AudioException exception)
            {
                (ours, problem) = (0, exception.Message);
            }

            // Where the damage hit what describes the sound, a player may lose the rest of the file too. Where it hit a timestamp, it
            // leaves a gap, as in a player.
            if (ours < Seconds * 0.7)
            {
                var played = await PlayAsync(damaged);
                Assert.True(
                    played < Seconds * 0.7,
                    $"Round {round} of {name}, at {at}: {ours:0.0} s, and ffmpeg plays {played:0.0} s. {problem}");
            }
        }
    }

    private async Task<double> PlayAsync(string path)
    {
        var target = files.PathOf("played.wav");
        await CliWrap.Cli.Wrap("ffmpeg")
            .WithArguments(["-v", "error", "-i", path, "-map", "0:a", "-af", "aresample=async=1", "-ar", "16000", "-ac", "1", "-y", target])
            .WithValidation(CliWrap.CommandResultValidation.None)
            .ExecuteAsync();
        return new FileInfo(target) is { Exists: true } wave ? wave.Length / (2.0 * FfmpegDecoder.SampleRate) : 0;
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        var bytes = original.ToList();
        for (var times = random.Next(1, 6); times > 0; times--)
        {
            // Headers are at the start, an index often at the end.
            var at = random.Next(3) switch
            {
                0 => random.Next(Math.Min(600, bytes.Count)),
                1 => bytes.Count - 1 - random.Next(Math.Min(2000, bytes.Count)),
                _ => random.Next(bytes.Count),
            };
            var length = Math.Min(random.Next(1, 400), bytes.Count - at);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = random.Next(2) == 0 ? (byte)0xFF : (byte)0;
                    break;
                case 2:
                    bytes.RemoveRange(at, length);
                    break;
                case 3:
                    bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length));
                    break;
                case 4:
                    bytes.RemoveRange(at, bytes.Count - at);
                    bytes.AddRange(new byte[16]);
                    break;
                default:
                    var noise = new byte[length];
                    random.NextBytes(noise);
                    bytes.RemoveRange(at, length);
                    bytes.InsertRange(at, noise);
                    break;
            }
        }

        return [.. bytes];
    }
}
