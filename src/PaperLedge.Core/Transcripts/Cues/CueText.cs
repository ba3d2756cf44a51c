namespace PaperLedge.Core.Transcripts.Cues;

/// <summary>
/// A whole transcript as words, with all that a layout asks about them: where a cue may begin and when, how good a break is, and
/// how long the words between two breaks are.
/// </summary>
internal sealed class CueText
{
    /// <summary>How far a cue may begin from its first word to leave time to a neighbour; lips are not seen here, so nobody notices.</summary>
    private const long Loan = 250;

    private readonly CueShape _shape;
    private readonly double[] _breaks;
    private readonly LineBreaker _lines;

    /// <summary>The run of each word.</summary>
    private readonly List<CueRun> _runs = [];

    /// <summary>How many sentences have ended before each word.</summary>
    private readonly int[] _sentences;

    /// <param name="timeline">See <see cref="Timeline"/>.</param>
    /// <param name="language">Of what names none, as a BCP 47 tag.</param>
    public CueText(IReadOnlyList<Segment> timeline, CueShape shape, string language)
    {
        var (words, breaks, endsSentence) = (new List<CueWord>(), new List<double>(), new List<bool>());
        foreach (var run in CueRun.Of(timeline, shape))
        {
            var costs = new BreakCosts(run.Words, BreakWords.Of(run.Language ?? language));
            words.AddRange(run.Words);
            breaks.AddRange(costs.ToArray());
            endsSentence.AddRange(run.Words.Select((_, i) => i == 0 || costs.IsSentence(i)));
            _runs.AddRange(Enumerable.Repeat(run, run.Words.Count));
        }

        (Words, _shape, _breaks) = (words, shape, [.. breaks]);
        _lines = new LineBreaker(words, _breaks, shape);
        _sentences = new int[words.Count + 1];
        for (var i = 1; i < words.Count; i++)
        {
            _sentences[i] = _sentences[i - 1] + (endsSentence[i] ? 1 : 0);
        }

        _sentences[^1] = words.Count > 0 ? _sentences[^2] + 1 : 0;
    }

    public IReadOnlyList<CueWord> Words { get; }

    public CueShape Shape => _shape;

    /// <summary>Whether a cue must begin with this word: the speaker or the language changes, a sound begins or ends, or the pause is long.</summary>
    public bool BeginsRun(int word) => word == 0 || word == Words.Count || _runs[word] != _runs[word - 1];

    /// <summary>Who begins to speak with this word, as it is marked and not written; null where nobody does.</summary>
    public string? Speaker(int word) => BeginsRun(word) && !_shape.NamesInText ? _runs[word].Speaker : null;

    /// <summary>The language of this word; null where it is the transcript's.</summary>
    public string? Language(int word) => _runs[word].Language;

    /// <summary>Whether the word is a name that stands in front of what is said.</summary>
    public bool IsLabel(int word) => BeginsRun(word) && _shape.NamesInText && _runs[word].Speaker is not null;

    /// <summary>What a break before this word costs; see <see cref="BreakCosts"/>.</summary>
    public double Break(int word) => _breaks[word];

    public bool EndsSentence(int word) => _sentences[word + 1] > _sentences[word];

    /// <summary>Whether a sentence ends and another begins within these words.</summary>
    public bool CrossesSentence(int from, int to) => _sentences[to - 1] > _sentences[from];

    /// <summary>Characters, a line break counted as one.</summary>
    public int Length(int from, int to) => _lines.Length(from, to);

    /// <returns>What the line breaks cost; infinite if the words do not fit.</returns>
    public double LineCost(int from, int to) => _lines.Cost(from, to);

    public string Lay(int from, int to) => _lines.Lay(from, to);

    /// <summary>When a cue that begins with this word may start: with the word, in the silence before it, or a little later.</summary>
    /// <returns>Whole milliseconds.</returns>
    public (long Earliest, long Said, long Latest) Start(int word)
    {
        var said = Milliseconds(Words[word].Start);
        var silent = word == 0 ? 0 : Milliseconds(Words[word - 1].End);
        return (Math.Min(said, Math.Max(silent, said - Loan)), said, said + Loan);
    }

    /// <summary>When a word has been said.</summary>
    public long End(int word) => Milliseconds(Words[word].End);

    public static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;
}
