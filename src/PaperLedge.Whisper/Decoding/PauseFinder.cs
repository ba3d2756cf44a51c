namespace PaperLedge.Whisper.Decoding;

/// <summary>Where to cut: the quietest place, taken over half a second, so that a sentence's end beats a stop consonant.</summary>
internal static class PauseFinder
{
    private const int Width = LevelEnvelope.FramesPerSecond / 2;

    /// <param name="levels">Of 10 ms frames.</param>
    /// <param name="first">The first frame that may be cut at.</param>
    /// <param name="last">The last frame that may be cut at; the latest of equally quiet places wins.</param>
    public static int Quietest(ReadOnlySpan<float> levels, int first, int last)
    {
        var (best, bestSum) = (last, double.PositiveInfinity);
        for (var frame = first; frame <= last; frame++)
        {
            var from = Math.Max(0, frame - (Width / 2));
            var to = Math.Min(levels.Length, frame + (Width / 2));
            var sum = 0d;
            foreach (var level in levels[from..to])
            {
                sum += level;
            }

            // Frames that do not exist are as loud as any.
            if (sum <= bestSum)
            {
                (best, bestSum) = (frame, sum);
            }
        }

        return best;
    }

    /// <summary>The first run of at least <paramref name="frames"/> silent frames: its first frame and its length, or null.</summary>
    public static (int First, int Length)? FirstSilence(ReadOnlySpan<float> levels, int frames)
    {
        var run = 0;
        for (var i = 0; i <= levels.Length; i++)
        {
            if (i < levels.Length && levels[i] <= LevelEnvelope.Silence)
            {
                run++;
            }
            else if (run >= frames)
            {
                return (i - run, run);
            }
            else
            {
                run = 0;
            }
        }

        return null;
    }
}
