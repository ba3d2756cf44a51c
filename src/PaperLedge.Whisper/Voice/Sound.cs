namespace PaperLedge.Whisper.Voice;

/// <summary>A stretch of audio that is heard and is no speech.</summary>
/// <param name="Start">From the start of the audio.</param>
/// <param name="IsTonal">Whether notes stand out of its spectrum, as in music, rather than none, as in noise.</param>
internal sealed record Sound(TimeSpan Start, TimeSpan End, bool IsTonal)
{
    /// <summary>As captions tell it.</summary>
    public string Text => IsTonal ? "[music]" : "[noise]";
}
