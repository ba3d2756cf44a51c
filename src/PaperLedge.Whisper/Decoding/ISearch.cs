namespace PaperLedge.Whisper.Decoding;

/// <summary>One attempt at a window's text: says what to feed, is told what may follow, and chooses.</summary>
internal interface ISearch
{
    /// <summary>Whether there is nothing more to feed.</summary>
    bool IsDone { get; }

    /// <summary>The best text there is; final once the search is done.</summary>
    DecodedWindow Best { get; }

    /// <summary>Adds the next step's tokens.</summary>
    void Feed(List<StepToken> step);

    /// <param name="logits">A row for each token fed that wanted one; may be changed.</param>
    void Accept(LogitRows logits);
}
