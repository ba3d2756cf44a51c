"""What feedparser, the parser of most scripts, understands of a feed."""

import json
import sys

import feedparser

feed = feedparser.parse(sys.stdin.buffer.read())
print(json.dumps({"bozo": bool(feed.bozo), "version": feed.version, "feed": feed.feed, "entries": feed.entries}, default=str))
