using PaperLedge.Cli.Commands;
using PaperLedge.Core.FeedChecks;
using PaperLedge.Core.Text;

namespace PaperLedge.Cli.Checking;

internal static class FeedInspection
{
    private const string TooLarge = "is larger than 64 MiB, which no app reads. Check that it is the feed.";

    /// <param name="feed">A path, or an address of the web.</param>
    /// <exception cref="CommandException">The feed cannot be read.</exception>
    public static Task<IReadOnlyList<FeedFinding>> RunAsync(string feed, CancellationToken cancellationToken) =>
        Uri.TryCreate(feed, UriKind.Absolute, out var url) && WebAddress.IsWeb(url)
            ? OfAddressAsync(url, cancellationToken)
            : OfFileAsync(feed, cancellationToken);

    private static async Task<IReadOnlyList<FeedFinding>> OfFileAsync(string path, CancellationToken cancellationToken)
    {
        if (Directory.Exists(path) || !File.Exists(path))
        {
            throw new CommandException($"There is no file {path}. Give a feed's path, or its address beginning with https://.");
        }

        if (new FileInfo(path).Length > FeedChecker.LargestFeed)
        {
            throw new CommandException($"{path} {TooLarge}");
        }

        try
        {
            return FeedChecker.Check(await File.ReadAllBytesAsync(path, cancellationToken));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{path} cannot be read: {exception.Message} Check its permissions.", exception);
        }
    }

    private static async Task<IReadOnlyList<FeedFinding>> OfAddressAsync(Uri url, CancellationToken cancellationToken)
    {
        using var client = new FeedClient();
        var answer = await client.GetAsync(url, FeedChecker.LargestFeed, cancellationToken);
        if (!answer.IsSuccess)
        {
            throw new CommandException(
                $"{url} answers with {answer.StatusText}. Check the address, and that the feed is public.");
        }

        if (!answer.IsWhole)
        {
            throw new CommandException($"{url} {TooLarge}");
        }

        var ofContent = FeedChecker.Check(answer.Content);
        List<FeedFinding> findings = [.. await FeedServing.CheckAsync(client, answer, cancellationToken), .. ofContent];

        // This reader has no limits: a feed at which the checker stopped would keep it busy for minutes.
        var isReadable = !ofContent.Any(finding => FeedChecker.EndingRules.Contains(finding.Rule));
        var links = isReadable ? FeedLinks.Read(answer.Content) : FeedLinks.None;
        if (links.Artwork is { } artwork)
        {
            findings.AddRange(await ArtworkServing.CheckAsync(client, artwork, cancellationToken));
        }

        if (links.Enclosure is { } enclosure)
        {
            findings.AddRange(await TextServing.CheckAsync(client, links.Texts, cancellationToken));
            findings.AddRange(await EnclosureServing.CheckAsync(client, enclosure, links.Length, cancellationToken));
        }

        return [.. findings.OrderByDescending(finding => finding.Level)];
    }
}
