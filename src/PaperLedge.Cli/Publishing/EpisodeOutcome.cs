using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using PaperLedge.Core.Status;
using PaperLedge.Core.Text;
using Spectre.Console;

namespace PaperLedge.Cli.Publishing;

/// <summary>What became of an episode, and what its producer can do next.</summary>
/// <param name="Status">As the app reports it; <c>refused</c> for an upload that never became an episode.</param>
/// <param name="Address">Its page, or where a held episode can be reviewed; null if it has neither.</param>
/// <param name="Published">When it was or will be published.</param>
/// <param name="Problem">What is wrong and what to do.</param>
/// <param name="Next">The next step, as a sentence.</param>
internal sealed record EpisodeOutcome(
    string Slug,
    string? Title,
    string Status,
    Uri? Address,
    DateTimeOffset? Published,
    string? Problem,
    IReadOnlyList<string> Warnings,
    string? Next)
{
    [JsonIgnore]
    public bool IsAccepted => Status is "published" or "scheduled" or "held";

    public static EpisodeOutcome Of(string slug, FollowedEpisodes followed)
    {
        if (followed.Find(slug) is { } episode)
        {
            return Of(episode);
        }

        var refused = followed.Refused.FirstOrDefault(upload => FollowedEpisodes.SlugOf(upload) == slug);
        return new(
            slug,
            null,
            "refused",
            null,
            null,
            refused?.Problem,
            [],
            refused?.RetryAt is null
                ? "Correct the file and publish it again."
                : $"It is tried again by itself for a day. To try at once: ./paperledge retry {slug}");
    }

    public static EpisodeOutcome Of(EpisodeReport episode) => new(
        episode.Slug,
        episode.Title,
        episode.Status,
        episode.Review ?? episode.Page,
        episode.Published,
        episode.Problem,
        episode.Warnings ?? [],
        NextStep(episode));

    /// <summary>Writes the outcome as a sentence, and the address on a line of its own.</summary>
    public void Write(IAnsiConsole console)
    {
        var lines = console.Profile.Out.Writer;
        foreach (var warning in Warnings)
        {
            console.MarkupLineInterpolated($"[yellow]{Slug}: {warning}[/]");
        }

        if (IsAccepted)
        {
            console.MarkupLineInterpolated($"[green]{Sentence}[/]");
        }
        else
        {
            console.MarkupLineInterpolated($"[red]{Sentence}[/]");
        }

        if (Address is not null)
        {
            lines.WriteLine($"  {Address}");
        }

        if (Next is not null)
        {
            lines.WriteLine($"  {Next}");
        }
    }

    private string Sentence => Status switch
    {
        "published" => $"{Title} is published.",
        "scheduled" when Published is { } date => $"{Title} is ready and will be published on {Wording.Date(date)}.",
        "held" => $"{Title} is ready and held for your review.",
        "refused" => $"{Slug} was refused: {Problem}",
        "withdrawn" => $"{Title} is withdrawn: its audio was deleted.",
        _ => $"{Title} is {Status}{(Problem is null ? "." : ": " + Problem)}",
    };

    private static string? NextStep(EpisodeReport episode) => episode.Status switch
    {
        "held" when episode.Problem is not null => $"Correct {episode.Slug}.json and publish it: ./paperledge publish {episode.Slug}.json",
        "held" => $"To publish it: ./paperledge release {episode.Slug}",
        "failed" when episode.RetryAt is { } time =>
            $"It is tried again by itself at {Wording.Date(time)}; to try now: ./paperledge retry {episode.Slug}",
        "failed" => $"When the cause is fixed: ./paperledge retry {episode.Slug}, or publish a corrected file",
        "withdrawn" => "To bring it back under the same guid and address, publish its audio again.",
        "published" => $"To change it, edit its files and publish them again; to see it: ./paperledge open {episode.Slug}",
        _ => null,
    };
}

/// <summary>What commands print with <c>--json</c>.</summary>
internal static class CommandJson
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web)
    {
        // The JSON is not for HTML, whose escapes would make addresses and quotes unreadable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        WriteIndented = true,
    };

    public static void Write(object value) => Console.Out.WriteLine(JsonSerializer.Serialize(value, s_options));
}
