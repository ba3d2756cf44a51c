namespace PaperLedge.Core.Episodes;

/// <summary>The names and terms that an episode's audio is likely to hold, for a recogniser to spell them right.</summary>
public static class SpokenNames
{
    /// <returns>Likeliest first: the paper's authors and title, then the show's own names.</returns>
    public static IReadOnlyList<string> Of(Sidecar sidecar, ShowSettings show)
    {
        string?[] names = [.. sidecar.Paper?.Authors ?? [], sidecar.Paper?.Title, sidecar.Title, show.Title, show.Narrator, show.Author];
        return [.. names.OfType<string>().Where(name => !string.IsNullOrWhiteSpace(name)).Distinct(StringComparer.Ordinal)];
    }
}
