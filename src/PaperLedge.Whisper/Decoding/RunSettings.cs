namespace PaperLedge.Whisper.Decoding;

/// <summary>How a transcription uses the machine.</summary>
/// <param name="Threads">Windows go to this many threads.</param>
/// <param name="BatchSize">Windows that each thread decodes side by side.</param>
internal sealed record RunSettings(int Threads, int BatchSize, SearchOptions Search);
