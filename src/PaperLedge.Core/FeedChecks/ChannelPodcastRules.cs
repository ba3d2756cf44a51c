using System.Globalization;
using System.Text.RegularExpressions;
using PaperLedge.Core.Feed;

namespace PaperLedge.Core.FeedChecks;

internal static partial class ChannelPodcastRules
{
    private static readonly string[] s_mediums =
    [
        .. new[] { "podcast", "music", "video", "film", "audiobook", "newsletter", "blog", "publisher", "course" }
            .SelectMany(name => new[] { name, name + "L" }),
        "mixed",
    ];

    public static void Check(FeedElement channel, Scope scope)
    {
        CheckIdentity(channel, scope);
        foreach (var element in channel.Children.Where(child => child.Space == FeedXml.Podcast))
        {
            switch (element.Name)
            {
                case "medium":
                    ValueRules.OneOf(scope, "channel-medium", element, element.Tag, element.Value, s_mediums);
                    break;
                case "block":
                    ValueRules.YesOrNo(scope, "block", element, element.Tag, element.Value);
                    break;
                case "podping":
                    ValueRules.Boolean(scope, "podping", element, $"{element.Tag}'s usesPodping", element["usesPodping"] ?? "");
                    break;
                case "trailer":
                    CheckTrailer(scope, element);
                    break;
                case "updateFrequency":
                    CheckFrequency(scope, element);
                    break;
            }
        }
    }

    private static void CheckIdentity(FeedElement channel, Scope scope)
    {
        if (channel.Find(FeedXml.Podcast, "locked") is { } locked)
        {
            ValueRules.YesOrNo(scope, "channel-locked", locked, locked.Tag, locked.Value);
        }
        else
        {
            scope.Warning(
                "channel-locked",
                null,
                "There is no <podcast:locked>, so anyone may move the show to another host.",
                "Write <podcast:locked>yes</podcast:locked>.");
        }

        if (channel.Find(FeedXml.Podcast, "guid") is not { } guid)
        {
            scope.Warning(
                "channel-guid",
                null,
                "There is no <podcast:guid>, by which apps recognise the show after a move.",
                "Write the UUID that the Podcast Index has for the show, and never change it.");
        }
        else if (!Guid.TryParseExact(guid.Value, "D", out _))
        {
            scope.Error(
                "channel-guid",
                guid,
                $"<podcast:guid> is {Scope.Quote(guid.Value)}, which is not a UUID.",
                "Write it like 9b024349-ccf0-5f69-a609-6b82873eab3c.");
        }
    }

    private static void CheckTrailer(Scope scope, FeedElement trailer)
    {
        const string Rule = "trailer";
        PodcastRules.NeedText(scope, Rule, trailer, "Write the trailer's title into it.");
        AddressRules.Required(scope, Rule, trailer, "url");
        ValueRules.Date(scope, Rule, trailer, $"{trailer.Tag}'s pubdate", trailer["pubdate"] ?? "");
        if (trailer["type"] is not null)
        {
            EnclosureRules.CheckType(scope, Rule, trailer);
        }
    }

    private static void CheckFrequency(Scope scope, FeedElement frequency)
    {
        const string Rule = "update-frequency";
        ValueRules.AtMost(scope, Rule, frequency, frequency.Tag, frequency.Value, PodcastRules.LongestText);
        if (frequency["complete"] is { } complete)
        {
            ValueRules.Boolean(scope, Rule, frequency, $"{frequency.Tag}'s complete", complete);
        }

        if (frequency["rrule"] is { } rule && !Recurrence().IsMatch(rule))
        {
            scope.Error(
                Rule,
                frequency,
                $"{frequency.Tag}'s rrule is {Scope.Quote(rule)}, which is not an RFC 5545 rule.",
                "Write it like FREQ=WEEKLY;BYDAY=MO.");
        }

        var start = frequency["dtstart"];
        if (start is not null && !(DateStart().IsMatch(start) && DateTimeOffset.TryParse(start, CultureInfo.InvariantCulture, out _)))
        {
            scope.Error(
                Rule,
                frequency,
                $"{frequency.Tag}'s dtstart is {Scope.Quote(start)}, which is not an ISO 8601 date.",
                "Write it like 2026-05-07T04:30:00.000Z.");
        }
        else if (start is null && frequency["rrule"]?.Contains("COUNT=", StringComparison.OrdinalIgnoreCase) == true)
        {
            scope.Error(
                Rule,
                frequency,
                $"{frequency.Tag} counts episodes (COUNT), but has no dtstart.",
                "Add dtstart, such as 2026-05-07.");
        }
    }

    [GeneratedRegex(
        @"\A(RRULE:)?([A-Z-]+=[A-Z0-9+,:-]+;)*FREQ=(SECONDLY|MINUTELY|HOURLY|DAILY|WEEKLY|MONTHLY|YEARLY)(;[A-Z-]+=[A-Z0-9+,:-]+)*;?\z",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Recurrence();

    [GeneratedRegex(@"\A[0-9]{4}-?[0-9]{2}-?[0-9]{2}([T ].*)?\z")]
    private static partial Regex DateStart();
}
