using PaperLedge.Core.Episodes;
using PaperLedge.Storage;

namespace PaperLedge.Cli.Publishing;

/// <summary>What a producer's file is, in the order of the uploads: what a file refers to is there before it.</summary>
internal enum FileKind
{
    Artwork,
    Show,
    Sidecar,
    Captions,
    Audio,
}

/// <summary>A file to upload, and the blob that it becomes.</summary>
/// <param name="Slug">The episode's; null for the show's files.</param>
internal sealed record ProducerFile(FileInfo File, FileKind Kind, string BlobName, EpisodeSlug? Slug)
{
    public string Container => Slug is null ? StorageNames.ConfigContainer : StorageNames.EpisodesContainer;

    public string MediaType => Kind switch
    {
        FileKind.Artwork when BlobName.EndsWith(".png", StringComparison.OrdinalIgnoreCase) => "image/png",
        FileKind.Artwork => "image/jpeg",
        FileKind.Show or FileKind.Sidecar => "application/json",
        FileKind.Captions when BlobName.EndsWith(".vtt", StringComparison.Ordinal) => "text/vtt",
        FileKind.Captions => "application/x-subrip",
        // The app goes by the content.
        _ => "application/octet-stream",
    };

    public static ProducerFile Show(FileInfo file) => new(file, FileKind.Show, StorageNames.ShowSettingsBlob, null);

    public static ProducerFile Artwork(FileInfo file, string blobName) => new(file, FileKind.Artwork, blobName, null);

    public static ProducerFile OfEpisode(FileInfo file, UploadName name)
    {
        var kind = name switch
        {
            { IsAudio: true } => FileKind.Audio,
            { IsSidecar: true } => FileKind.Sidecar,
            _ => FileKind.Captions,
        };
        return new(file, kind, file.Name, name.Slug);
    }
}
