using System.Diagnostics;
using PaperLedge.Cli.Processes;
using PaperLedge.Cli.Publishing;
using PaperLedge.Core.Status;
using PaperLedge.Core.Text;
using PaperLedge.DevHost.Processes;
using PaperLedge.Speech.Ggml;

namespace PaperLedge.Cli.Demo;

/// <param name="patience">The time without any change after which the app is considered stuck.</param>
public sealed class Watch(SiteClient site, FunctionApp app, TimeSpan patience)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(300);

    private readonly Dictionary<string, int> _words = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _speeds = new(StringComparer.Ordinal);

    /// <remarks>
    /// The built-in model reports progress every few seconds. A large one reports nothing while its gigabytes are loaded, and
    /// then until the first windows (<c>Whisper__BatchSize</c> of them, some minutes of audio) are read at a tenth of real time.
    /// </remarks>
    public static TimeSpan PatienceWith(string model) => model == ModelResolver.BuiltIn ? TimeSpan.FromMinutes(5) : TimeSpan.FromHours(1);

    /// <returns>The whole status at the end, when all the episodes are settled.</returns>
    /// <exception cref="StartException">The app ended, or nothing changes any more.</exception>
    public async Task<StatusReport> UntilSettledAsync(
        IReadOnlyList<string> slugs, Action<IReadOnlyList<EpisodeReport>> show, CancellationToken cancellationToken)
    {
        var last = "";
        var silence = Stopwatch.StartNew();
        while (true)
        {
            var now = last;
            if (await TryAskAsync(slugs, cancellationToken) is { } followed)
            {
                show(followed.Episodes);
                if (slugs.All(followed.IsSettled) || followed.Refused.Count > 0)
                {
                    return await site.GetStatusAsync(cancellationToken);
                }

                now = string.Join(
                    ", ",
                    followed.Episodes.Select(episode => $"{episode.Slug} is {episode.Status} ({episode.Progress?.Percent ?? 0:0.0} %)"));
            }

            if (now != last)
            {
                last = now;
                silence.Restart();
            }
            else if (silence.Elapsed > patience)
            {
                throw new StartException(
                    $"Nothing has changed for {Wording.Duration(patience)}: {now}. The app's log: {app.LogPath}");
            }

            await Task.Delay(s_pause, cancellationToken);
        }
    }

    // A published episode reports no progress any more, so the words are taken from its transcript.
    private async Task<FollowedEpisodes> WithWordsAsync(FollowedEpisodes followed, CancellationToken cancellationToken)
    {
        var episodes = new List<EpisodeReport>();
        foreach (var episode in followed.Episodes)
        {
            if (episode.Progress is { } progress)
            {
                _speeds[episode.Slug] = progress.Speed;
            }

            if (episode.IsPublished
                && !_words.ContainsKey(episode.Slug)
                && episode.Transcripts?.GetValueOrDefault("json") is { } transcript)
            {
                _words[episode.Slug] = WordErrorRate.Normalise(await site.GetTextAsync(transcript, cancellationToken)).Count;
            }

            episodes.Add(episode.IsPublished && _words.TryGetValue(episode.Slug, out var words)
                ? episode with { Progress = new ProgressReport(100, _speeds.GetValueOrDefault(episode.Slug), words) }
                : episode);
        }

        return followed with { Episodes = episodes };
    }

    // Returns null if the app does not answer now: the host is replacing its worker.
    private async Task<FollowedEpisodes?> TryAskAsync(IReadOnlyList<string> slugs, CancellationToken cancellationToken)
    {
        try
        {
            return await WithWordsAsync(await site.Api.GetEpisodesAsync(slugs, cancellationToken), cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return app.Process.Exited.IsCompleted ? throw await app.Process.EndedAsync() : null;
        }
    }
}
