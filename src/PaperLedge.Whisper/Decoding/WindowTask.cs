using PaperLedge.Core.Transcripts;

namespace PaperLedge.Whisper.Decoding;

/// <summary>A window on its way through recognition.</summary>
/// <param name="Index">Its place among the audio's windows.</param>
/// <param name="Window">What of it is still to be recognised.</param>
/// <param name="Whole">The window as it was cut.</param>
/// <param name="Segments">What was recognised of it so far.</param>
internal sealed record WindowTask(int Index, AudioWindow Window, AudioWindow Whole, List<Segment> Segments)
{
    public static WindowTask Of(int index, AudioWindow window) => new(index, window, window, []);
}
