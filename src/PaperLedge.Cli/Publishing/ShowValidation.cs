using PaperLedge.Core.Feed;
using PaperLedge.Core.FeedChecks;
using PaperLedge.Core.ProducerFiles;
using PaperLedge.Core.Shows;

namespace PaperLedge.Cli.Publishing;

/// <summary>Checks show.json and the artwork with the code of the app and the rules of directories.</summary>
internal sealed class ShowValidation
{
    private readonly List<string> _problems = [];
    private readonly List<string> _warnings = [];
    private readonly List<ProducerFile> _artwork = [];

    public IReadOnlyList<string> Problems => _problems;

    public IReadOnlyList<string> Warnings => _warnings;

    public IReadOnlyList<ProducerFile> Artwork => _artwork;

    /// <summary>Null if there is no show.json.</summary>
    public ShowSettings? Settings { get; private set; }

    public async Task CheckAsync(FileInfo file, CancellationToken cancellationToken)
    {
        var (settings, problems) = ShowSettingsReader.Read(
            await FileValidation.ReadAsync(file, SidecarReader.MaxBytes, cancellationToken), file.Name);
        Settings = settings;
        _problems.AddRange(problems);
        if (problems.Count > 0)
        {
            // The defaults of fields that are wrong are no concern of the producer's.
            return;
        }

        CheckChannel(settings, file.Name);
        if (settings.Artwork is not { } named || Uri.IsWellFormedUriString(named, UriKind.Absolute))
        {
            return;
        }

        var artwork = new FileInfo(Path.Combine(file.DirectoryName!, named));
        if (artwork.Exists)
        {
            _artwork.Add(ProducerFile.Artwork(artwork, named));
            await CheckArtworkAsync(artwork, cancellationToken);
        }
        else
        {
            _problems.Add(
                $"{file.Name}: names the artwork '{named}', but there is no {artwork.FullName}. " +
                "Put it there, or correct \"artwork\".");
        }
    }

    /// <summary>Checks a picture that was named: with show.json, it must be the one that show.json names.</summary>
    public async Task CheckPictureAsync(FileInfo picture, CancellationToken cancellationToken)
    {
        if (_artwork.Exists(file => file.File.FullName == picture.FullName))
        {
            return;
        }

        if (Settings is not null)
        {
            _problems.Add(
                $"{picture.Name}: show.json names another artwork, '{Settings.Artwork}'. Correct \"artwork\", or leave the picture out.");
            return;
        }

        _artwork.Add(ProducerFile.Artwork(picture, picture.Name));
        await CheckArtworkAsync(picture, cancellationToken);
    }

    // The show's part of the feed, as the app would write it, under the rules that the app applies to it.
    private void CheckChannel(ShowSettings settings, string name)
    {
        var urls = new PublicUrls(new Uri("https://podcast.example.org"));
        var document = new FeedDocument(settings, settings.Guid ?? FeedGuid.For(urls.Feed), [], DateTimeOffset.UnixEpoch);
        foreach (var finding in FeedChecker.Check(FeedWriter.Write(document, urls)))
        {
            if (finding.Rule == "channel-owner")
            {
                _warnings.Add($"{name}: has no \"ownerEmail\", to which directories send a code when the feed is submitted. Add it.");
            }
            else if (finding.Rule == "channel-image" && settings.Artwork is null)
            {
                _warnings.Add($"{name}: names no artwork, which directories require. Add \"artwork\", the name of a picture beside it.");
            }
            else if (finding.Rule.StartsWith("channel-", StringComparison.Ordinal) && finding.Rule != "channel-items")
            {
                (finding.Level == FindingLevel.Error ? _problems : _warnings).Add($"{name}: {finding.Problem} {finding.Remedy}");
            }
        }
    }

    private async Task CheckArtworkAsync(FileInfo file, CancellationToken cancellationToken)
    {
        var start = await FileValidation.ReadAsync(file, ArtworkRules.HeaderLength, cancellationToken);
        foreach (var finding in ArtworkRules.Check(file.Name, start, file.Length))
        {
            (finding.Level == FindingLevel.Error ? _problems : _warnings).Add($"{file.Name}: {finding.Problem} {finding.Remedy}");
        }
    }
}
