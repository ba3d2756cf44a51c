using PaperLedge.Core.Transcripts;

namespace PaperLedge.Core.Cues;

/// <summary>A whole transcript as words, with the costs, lengths and times that a layout needs.</summary>
internal sealed class CueText
{
    // Milliseconds that a cue may begin before or after its first word to leave time to a neighbour. Viewers do not see the
    // speaker's lips, so they do not notice.
    private const long Loan = 250;

    private readonly CueShape _shape;
    private readonly double[] _breaks;
    private readonly LineBreaker _lines;

    private readonly List<CueRun> _runs = [];

    // The number of sentences that end before each word.
    private readonly int[] _sentences;

    /// <param name="timeline">See <see cref="Timeline"/>.</param>
    /// <param name="language">Of segments without a language, as a BCP 47 tag.</param>
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

    // True where a cue must begin: the speaker or language changes, a sound begins or ends, or the pause is long.
    public bool BeginsRun(int word) => word == 0 || word == Words.Count || _runs[word] != _runs[word - 1];

    // Returns the speaker who begins with this word, or null. Always null where names are written into the text.
    public string? Speaker(int word) => BeginsRun(word) && !_runs[word].IsLabelled ? _runs[word].Speaker : null;

    // Returns the language of this word; null for the transcript's.
    public string? Language(int word) => _runs[word].Language;

    // True for a speaker's name, or the mark of an unnamed one, that was written in front of the text.
    public bool IsLabel(int word) => BeginsRun(word) && _runs[word].IsLabelled;

    public double Break(int word) => _breaks[word];

    public bool EndsSentence(int word) => _sentences[word + 1] > _sentences[word];

    public bool CrossesSentence(int from, int to) => _sentences[to - 1] > _sentences[from];

    // Returns columns, with a line break as one.
    public int Length(int from, int to) => _lines.Length(from, to);

    /// <returns>The cost of the line breaks; infinite if the words do not fit.</returns>
    public double LineCost(int from, int to) => _lines.Cost(from, to);

    public string Lay(int from, int to) => _lines.Lay(from, to);

    /// <returns>When a cue may start, in whole milliseconds: with its first word, in the silence before it, or a little later.</returns>
    public (long Earliest, long Said, long Latest) Start(int word)
    {
        var said = Milliseconds(Words[word].Start);
        var silent = word == 0 ? 0 : Milliseconds(Words[word - 1].End);
        return (Math.Min(said, Math.Max(silent, said - Loan)), said, said + Loan);
    }

    public long End(int word) => Milliseconds(Words[word].End);

    public static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;
}
