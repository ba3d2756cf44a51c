namespace PaperLedge.Core.Transcripts;

public enum SegmentKind
{
    Speech,

    /// <summary>What is heard and is not speech: the text names it in brackets, such as <c>[music]</c>. No word of it was said.</summary>
    Sound,
}
