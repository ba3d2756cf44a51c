namespace PaperLedge.Whisper.Decoding;

/// <summary>How a transcription uses the machine.</summary>
/// <param name="Threads">Windows go to this many threads.</param>
/// <param name="BatchSize">Windows that each thread decodes side by side.</param>
/// <param name="UsePrompt">Whether the model is shown the names and terms that it is given.</param>
/// <param name="WordTimes">Whether segments are given with their words' times.</param>
internal sealed record RunSettings(int Threads, int BatchSize, SearchOptions Search, bool WordTimes, bool UsePrompt);
