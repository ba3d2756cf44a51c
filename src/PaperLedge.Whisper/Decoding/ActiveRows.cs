using PaperLedge.Whisper.Graph;

namespace PaperLedge.Whisper.Decoding;

/// <summary>The rows of a batch that are still being decoded, with their share of the encoder's output.</summary>
internal sealed class ActiveRows : IDisposable
{
    private readonly EncodedWindows _all;

    /// <param name="windows">All rows; stay the caller's.</param>
    public ActiveRows(EncodedWindows windows, DecodedWindow[] decoded) => (_all, Windows, Rows) = (windows, windows, decoded);

    public IReadOnlyList<DecodedWindow> Rows { get; private set; }

    public EncodedWindows Windows { get; private set; }

    /// <summary>
    /// Leaves the ended rows out once they are half of the batch: every step reads all keys and values of each row, and
    /// dropping a row costs one copy of the others.
    /// </summary>
    /// <returns>What is left of <paramref name="next"/>.</returns>
    public long[] Shrink(DecoderState state, long[] next)
    {
        var active = Enumerable.Range(0, Rows.Count).Where(row => !Rows[row].IsDone).ToArray();
        if (active.Length > Rows.Count / 2)
        {
            return next;
        }

        var kept = Windows.Select(active);
        Dispose();
        Windows = kept;
        state.Keep(active);
        Rows = [.. active.Select(row => Rows[row])];
        return [.. active.Select(row => next[row])];
    }

    public void Dispose()
    {
        if (Windows != _all)
        {
            Windows.Dispose();
        }
    }
}
