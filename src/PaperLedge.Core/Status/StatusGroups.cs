namespace PaperLedge.Core.Status;

/// <summary>What an episode needs, most urgent first.</summary>
public enum StatusGroup
{
    Failed,

    /// <summary>Somebody has to release it, or to correct its sidecar.</summary>
    Held,

    Working,

    Waiting,

    Scheduled,

    Published,

    Withdrawn,
}

public static class StatusGroups
{
    /// <returns>Every group, the most urgent first; in each, problems first, then the newest date.</returns>
    public static IReadOnlyList<(StatusGroup Group, IReadOnlyList<EpisodeReport> Episodes)> Of(IEnumerable<EpisodeReport> episodes)
    {
        var groups = episodes.ToLookup(Of);
        return
        [
            .. Enum.GetValues<StatusGroup>().Select(group => (group, (IReadOnlyList<EpisodeReport>)
            [
                .. groups[group]
                    .OrderBy(episode => episode.Problem is null)
                    .ThenBy(episode => episode.Warnings.Count == 0)
                    .ThenByDescending(episode => episode.Published)
                    .ThenBy(episode => episode.Slug, StringComparer.Ordinal),
            ])),
        ];
    }

    public static StatusGroup Of(EpisodeReport episode) => episode.Status switch
    {
        "failed" => StatusGroup.Failed,
        "held" => StatusGroup.Held,
        "queued" => StatusGroup.Waiting,
        "scheduled" => StatusGroup.Scheduled,
        "published" => StatusGroup.Published,
        "withdrawn" => StatusGroup.Withdrawn,
        _ => StatusGroup.Working,
    };
}
