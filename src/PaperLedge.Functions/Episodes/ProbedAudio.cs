using System.Globalization;
using PaperLedge.Core.Episodes;
using PaperLedge.Whisper.Audio;

namespace PaperLedge.Functions.Episodes;

/// <summary>What the speech side reports of a file, in the words of the ledger, which knows nothing of ffmpeg.</summary>
internal static class ProbedAudio
{
    private static readonly string[] DateFormats = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    public static AudioFile From(AudioProbeResult result)
    {
        var tags = result.Tags;
        var embedded = new EmbeddedTags(tags.Title, tags.Description, Date(tags.Date), Number(tags.Track));
        return new AudioFile(result.Format.Extensions[0], result.Format.MediaType, result.Duration, embedded);
    }

    /// <summary>A year alone, as music has it, says too little to order a feed by.</summary>
    private static DateTimeOffset? Date(string? text) =>
        DateTimeOffset.TryParseExact(text, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
        && Dates.ArePossible(date)
            ? date
            : null;

    /// <summary><c>3</c> or <c>3/12</c>.</summary>
    private static int? Number(string? text) =>
        int.TryParse(text?.Split('/')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
}
