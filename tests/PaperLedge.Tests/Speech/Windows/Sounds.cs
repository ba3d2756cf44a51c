namespace PaperLedge.Tests.Speech.Windows;

/// <summary>Sounds that are no speech, 16 kHz mono in [-1, 1], the same at every run.</summary>
internal static class Sounds
{
    public const int Second = 16_000;

    private static readonly double[] s_roots = [220, 196, 174.6, 246.9];

    public static float[] White(double seconds, float level = 0.1f)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, Count(seconds)).Select(_ => level * (float)Gaussian(random))];
    }

    /// <summary>White noise through a filter that falls by some 3 dB an octave.</summary>
    public static float[] Pink(double seconds, float level = 0.1f)
    {
        var (white, pink) = (White(seconds, 1), new float[Count(seconds)]);
        var (slow, middle, fast) = (0f, 0f, 0f);
        for (var i = 0; i < white.Length; i++)
        {
            slow = (0.99765f * slow) + (0.0990460f * white[i]);
            middle = (0.96300f * middle) + (0.2965164f * white[i]);
            fast = (0.57000f * fast) + (1.0526913f * white[i]);
            pink[i] = level * 0.4f * (slow + middle + fast + (0.1848f * white[i]));
        }

        return pink;
    }

    public static float[] Tone(double seconds, double hertz = 440, float level = 0.2f) =>
        [.. Enumerable.Range(0, Count(seconds)).Select(i => level * (float)Math.Sin(2 * Math.PI * hertz * i / Second))];

    /// <summary>Major chords with overtones, struck and fading, one after another.</summary>
    public static float[] Chords(double seconds, double each = 0.75, float level = 0.1f)
    {
        var chords = new float[Count(seconds)];
        for (var i = 0; i < chords.Length; i++)
        {
            var time = (double)i / Second;
            var struck = Math.IEEERemainder(time - (each / 2), each) + (each / 2);
            var root = s_roots[(int)(time / each) % s_roots.Length];
            double[] notes = [root, root * 1.26, root * 1.5];
            var sum = notes.Sum(note => Math.Sin(2 * Math.PI * note * time)
                + (Math.Sin(4 * Math.PI * note * time) / 2)
                + (Math.Sin(6 * Math.PI * note * time) / 3));
            chords[i] = level / 3 * (float)(sum * Math.Exp(-1.5 * struck));
        }

        return chords;
    }

    /// <summary>A click each half second.</summary>
    public static float[] Clicks(double seconds, float level = 0.5f)
    {
        var clicks = new float[Count(seconds)];
        for (var at = Second / 4; at + 32 < clicks.Length; at += Second / 2)
        {
            for (var i = 0; i < 32; i++)
            {
                clicks[at + i] = level * (i % 2 == 0 ? 1 : -1) * (32 - i) / 32;
            }
        }

        return clicks;
    }

    /// <summary>Noise in short bursts, some 60 a second, as many hands make it.</summary>
    public static float[] Applause(double seconds, float level = 0.2f)
    {
        var (noise, applause) = (White(seconds, level), new float[Count(seconds)]);
        var random = new Random(2);
        var loudness = 0f;
        for (var i = 0; i < applause.Length; i++)
        {
            loudness = random.Next(Second / 60) == 0 ? 0.3f + random.NextSingle() : loudness * 0.998f;
            applause[i] = noise[i] * loudness;
        }

        return applause;
    }

    public static float[] Silence(double seconds) => new float[Count(seconds)];

    public static float[] Mix(float[] one, float[] other) => [.. one.Zip(other, (a, b) => a + b)];

    private static int Count(double seconds) => (int)(seconds * Second);

    private static double Gaussian(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
