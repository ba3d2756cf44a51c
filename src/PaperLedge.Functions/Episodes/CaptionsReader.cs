using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;
using PaperLedge.Core.Transcripts.Captions;
using PaperLedge.Storage.Blobs;

namespace PaperLedge.Functions.Episodes;

/// <summary>Reads the captions that a person corrected and uploaded beside an episode's audio.</summary>
public sealed class CaptionsReader(Inbox inbox)
{
    /// <param name="duration">Of the audio that they are to be published with.</param>
    /// <param name="published">The correction that listeners have with that audio: a file that cannot be used leaves it as it is.</param>
    internal async Task<CorrectedCaptions> ReadAsync(
        EpisodeSlug slug, TimeSpan duration, string? narrator, Correction? published, CancellationToken cancellationToken)
    {
        var names = UploadName.CaptionsOf(slug);
        while (true)
        {
            var files = await Task.WhenAll(names.Select(name => inbox.FindAsync(name, cancellationToken)));
            var present = files.OfType<Upload>().ToList();
            if (present.Count == 0)
            {
                return CorrectedCaptions.None;
            }

            // A byte more than is allowed tells that there are more. A file that was changed since is looked for again.
            if (await inbox.ReadAsync(present[0], CaptionFile.MaxBytes + 1, cancellationToken) is { } content)
            {
                return Read(present, content, duration, narrator, published);
            }
        }
    }

    /// <summary>Changes whenever one of the files does; null if there is none.</summary>
    internal static string? VersionOf(IReadOnlyCollection<Upload> files) =>
        files.Count > 0 ? string.Join(' ', files.Select(file => file.ETag)) : null;

    private static CorrectedCaptions Read(
        List<Upload> present, ReadOnlyMemory<byte> content, TimeSpan duration, string? narrator, Correction? published)
    {
        var (file, version) = (present[0], VersionOf(present));
        string[] ignored = present.Count > 1
            ? [$"{present[1].BlobName}: {file.BlobName} is there too and is the one that counts; delete one of the two."]
            : [];
        try
        {
            var segments = CaptionFile.Read(content, file.BlobName, narrator);
            CaptionCheck.Refuse(segments, duration);
            var correction = Correction.Of(segments, file.Uploaded);
            return new CorrectedCaptions(version, correction, correction.Tag == published?.Tag ? [] : segments, ignored);
        }
        catch (TranscriptSyntaxException exception)
        {
            var stays = published is null ? "the machine's transcript" : "the correction before it";
            return new CorrectedCaptions(
                version, published, [], [$"{file.BlobName}: {exception.Message} Until the file is mended or deleted, {stays} stays.", .. ignored]);
        }
    }
}
