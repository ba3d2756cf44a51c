namespace PaperLedge.Core.FeedChecks;

/// <summary>Reads a feed once and passes its items, and at the end the channel, to the rules.</summary>
internal sealed class FeedWalk(FeedTree tree, Findings findings)
{
    // Ten times the episodes of the longest shows.
    private const int MostItems = 100_000;

    private const int RootDepth = 0;

    private const int ChannelDepth = 1;

    private readonly ItemRules _items = new();

    private FeedElement? _channel;

    public void Run()
    {
        if (!IsRss(tree.Start()))
        {
            return;
        }

        while (tree.MoveToChild(RootDepth))
        {
            if (tree.IsAt("channel"))
            {
                ReadChannel();
            }
            else
            {
                tree.Read();
            }
        }

        CheckChannel();
        tree.Finish();
    }

    private void CheckChannel()
    {
        if (_channel is null)
        {
            Scope.Feed(findings).Error(
                "channel",
                null,
                "The feed has no <channel>.",
                "Put the show and its items into <channel> within <rss>.");
            return;
        }

        ChannelRules.Check(_channel, Scope.Channel(findings, _channel.Line));
        if (_items.Count == 0)
        {
            Scope.Channel(findings, _channel.Line).Warning(
                "channel-items",
                null,
                "The channel has no <item>.",
                "Publish an episode first: directories do not list a show without one.");
        }
    }

    private bool IsRss(FeedElement root)
    {
        var scope = Scope.Feed(findings);
        if (!root.Is(null, "rss"))
        {
            var kind = root.Name.ToUpperInvariant() switch
            {
                "HTML" => "a web page",
                "FEED" => "an Atom feed",
                "RDF" => "an RSS 1.0 feed",
                _ => $"a document of {Scope.Plain(root.Tag)}",
            };
            scope.Error(
                "rss-root",
                root,
                $"This is {kind}, not an RSS 2.0 feed.",
                """Podcast feeds begin with <rss version="2.0">; check the address, or write the feed as RSS 2.0.""");
            return false;
        }

        if (root["version"] != "2.0")
        {
            var problem = root["version"] is { } version
                ? $"<rss> declares the version {Scope.Quote(version)}."
                : "<rss> has no version.";
            scope.Error("rss-version", root, problem, """Write <rss version="2.0" …>.""");
        }

        return true;
    }

    private void ReadChannel()
    {
        var channel = tree.Start();
        var isFirst = _channel is null;
        _channel ??= channel;
        if (!isFirst)
        {
            Scope.Feed(findings).Error(
                "channel",
                channel,
                "The feed has more than one <channel>; apps read only one of them.",
                "Keep one, and give every other show its own feed.");
        }

        if (tree.IsEmpty)
        {
            return;
        }

        while (tree.MoveToChild(ChannelDepth))
        {
            var element = tree.Read();
            if (!isFirst)
            {
                continue;
            }

            if (element.Is(null, "item"))
            {
                if (_items.Count == MostItems)
                {
                    throw new FeedRefusal(new(
                        FindingLevel.Error,
                        "size",
                        element.Line,
                        "feed",
                        $"The feed has more than {MostItems} items; the rest was not checked.",
                        "Move old episodes to archive pages (RFC 5005)."));
                }

                _items.Check(element, findings);
            }
            else
            {
                _channel.Add(element);
            }
        }
    }
}

/// <summary>Ends the check at a finding beyond which nothing can be read; never leaves <see cref="FeedChecker"/>.</summary>
internal sealed class FeedRefusal(FeedFinding finding) : Exception(finding.Problem)
{
    public FeedFinding Finding { get; } = finding;
}
