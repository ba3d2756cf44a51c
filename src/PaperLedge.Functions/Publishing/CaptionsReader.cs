using PaperLedge.Core.Captions;
using PaperLedge.Core.Episodes;
using PaperLedge.Storage.Uploads;

namespace PaperLedge.Functions.Publishing;

/// <summary>Reader of captions that a person corrected and uploaded beside an episode's audio.</summary>
public sealed class CaptionsReader(Inbox inbox)
{
    /// <param name="duration">Duration of the audio with which the captions are to be published.</param>
    /// <param name="languages">BCP 47 tags of the languages that the captions may be in, the likeliest first.</param>
    /// <param name="published">Correction that is already published with that audio; a file that cannot be used leaves it as it is.</param>
    internal async Task<CorrectedCaptions> ReadAsync(
        EpisodeSlug slug,
        TimeSpan duration,
        string? narrator,
        IReadOnlyList<string> languages,
        Correction? published,
        CancellationToken cancellationToken)
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

            // One byte more than allowed shows that the file is too long. A file that has changed since is looked for again.
            if (await inbox.ReadAsync(present[0], CaptionFile.MaxBytes + 1, cancellationToken) is { } content)
            {
                return Read(present, content, duration, narrator, languages, published);
            }
        }
    }

    /// <summary>Returns a version that changes whenever one of the files does; null if there is none.</summary>
    internal static string? VersionOf(IReadOnlyCollection<Upload> files) =>
        files.Count > 0 ? string.Join(' ', files.Select(file => file.ETag)) : null;

    private static CorrectedCaptions Read(
        List<Upload> present,
        ReadOnlyMemory<byte> content,
        TimeSpan duration,
        string? narrator,
        IReadOnlyList<string> languages,
        Correction? published)
    {
        var (file, version) = (present[0], VersionOf(present));
        string[] ignored = present.Count > 1
            ? [$"{present[1].BlobName}: ignored, because {file.BlobName} exists too and takes precedence; delete one of the two."]
            : [];
        try
        {
            var captions = CaptionFile.Read(content, file.BlobName, narrator, languages);
            var (segments, late) = CaptionCheck.Fit(captions.Segments, duration);
            var correction = Correction.Of(segments, file.Uploaded);
            return new CorrectedCaptions(
                version,
                correction,
                correction.Tag == published?.Tag ? [] : segments,
                captions.Language,
                [.. captions.Warnings.Concat(late).Select(warning => $"{file.BlobName}: {warning}"), .. ignored]);
        }
        catch (CaptionException exception)
        {
            var stays = published is null ? "the machine's transcript" : "the earlier correction";
            return new CorrectedCaptions(
                version,
                published,
                [],
                null,
                [$"{file.BlobName}: {exception.Message} Until you correct or delete the file, {stays} is kept.", .. ignored]);
        }
    }
}
