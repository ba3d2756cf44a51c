using System.Diagnostics;
using System.Net;
using Azure;
using Azure.Data.Tables;
using PaperLedge.Cli.Commands;
using PaperLedge.Core.Status;
using PaperLedge.Storage.Uploads;
using Spectre.Console;

namespace PaperLedge.Cli.Publishing;

/// <summary>Follows episodes until nothing more happens to them without a person, and shows their progress.</summary>
internal sealed class Following(AppClient app, IAnsiConsole console)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    // Longer than the host takes to replace its worker.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan s_firstPatience = TimeSpan.FromSeconds(10);

    // Longer than an event of the storage takes to arrive.
    private static readonly TimeSpan s_notice = TimeSpan.FromMinutes(1);

    private readonly Stopwatch _silence = Stopwatch.StartNew();
    private readonly Stopwatch _waiting = Stopwatch.StartNew();
    private bool _hasAnswered;

    /// <param name="uploads">The uploads that the app must have noticed first; null after a request to the app itself.</param>
    /// <exception cref="CommandException">The app does not answer any more.</exception>
    public async Task<FollowedEpisodes> UntilSettledAsync(
        IReadOnlyList<string> slugs, UploadNotice? uploads, CancellationToken cancellationToken)
    {
        FollowedEpisodes? last = null;
        try
        {
            await IProgressDisplay.For(console).ShowAsync(slugs, async show =>
            {
                while (!slugs.All(slug => last?.IsSettled(slug) == true))
                {
                    if (last is not null)
                    {
                        await Task.Delay(s_pause, cancellationToken);
                    }

                    last = await AskAsync(slugs, uploads, cancellationToken) ?? last ?? new([], []);
                    show(last.Episodes);
                }
            });
        }
        catch (OperationCanceledException)
        {
            Terminal.Error.WriteLine("The app goes on without this command; './paperledge status' shows how far it is.");
            throw;
        }

        return last!;
    }

    // Returns null if the app does not answer now, as while its worker is being replaced.
    private async Task<FollowedEpisodes?> AskAsync(
        IReadOnlyList<string> slugs, UploadNotice? uploads, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> unnoticed = uploads is null ? [] : await uploads.FindUnnoticedAsync(cancellationToken);
        try
        {
            var followed = await app.GetEpisodesAsync(slugs, cancellationToken);
            _hasAnswered = true;
            _silence.Restart();
            return unnoticed.Count == 0 ? followed : new(
                [
                    .. followed.Episodes.Where(episode => !unnoticed.Contains(episode.Slug)),
                    .. unnoticed.Select(Unnoticed),
                ],
                [.. followed.Refused.Where(upload => !unnoticed.Contains(FollowedEpisodes.SlugOf(upload)))]);
        }
        catch (HttpRequestException exception)
        {
            if (_silence.Elapsed < (_hasAnswered ? s_patience : s_firstPatience))
            {
                return null;
            }

            throw new CommandException(
                $"{exception.Message} What was uploaded is kept and is published when the app runs again; " +
                "'./paperledge status' shows it then.",
                exception);
        }
    }

    // What the app still reports is about the version before.
    private EpisodeReport Unnoticed(string slug) => new(
        slug,
        slug,
        _waiting.Elapsed < s_notice
            ? "uploaded"
            : "uploaded, but the app has not noticed it yet: it looks for missed uploads every few minutes",
        null, [], null, null, "", null, null, null);
}

/// <summary>Reads in the app's own records whether it has processed uploads: it writes one for each version that it has read.</summary>
/// <param name="versions">The ETags of the uploaded blobs, by name.</param>
internal sealed class UploadNotice(TableServiceClient tables, IReadOnlyDictionary<string, string> versions)
{
    private readonly Dictionary<string, string> _unnoticed = new(versions);

    /// <returns>The slugs of the episodes that are not processed yet.</returns>
    public async Task<IReadOnlyList<string>> FindUnnoticedAsync(CancellationToken cancellationToken)
    {
        if (_unnoticed.Count > 0)
        {
            await ReadAsync(cancellationToken);
        }

        return [.. _unnoticed.Keys.Select(name => Path.GetFileNameWithoutExtension(name)).Distinct()];
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var (name, version) in _unnoticed.ToList())
            {
                if ((await new UploadStore(tables).FindAsync(name, cancellationToken))?.ETag == version)
                {
                    _unnoticed.Remove(name);
                }
            }
        }
        catch (RequestFailedException exception)
        {
            // Without its table, the app has never run on this storage and has noticed nothing. Without access to it, as with a
            // connection that is restricted to blobs, the app's status alone must do.
            if (exception.Status != (int)HttpStatusCode.NotFound)
            {
                _unnoticed.Clear();
            }
        }
    }
}
