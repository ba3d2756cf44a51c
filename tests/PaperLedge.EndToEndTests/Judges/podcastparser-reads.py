"""What podcastparser, the parser of gPodder, understands of a feed."""

import json
import sys

import podcastparser

print(json.dumps(podcastparser.parse("https://podcast.example.org/feed.xml", sys.stdin.buffer)))
