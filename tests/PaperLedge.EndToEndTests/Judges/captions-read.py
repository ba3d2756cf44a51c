"""What Python's two libraries for captions understand: WebVTT or SRT, told by the beginning."""

import io
import json
import sys

text = sys.stdin.buffer.read().decode("utf-8")
if text.startswith("WEBVTT"):
    import webvtt

    cues = [cue.text for cue in webvtt.read_buffer(io.StringIO(text))]
else:
    import srt

    cues = [cue.content for cue in srt.parse(text, ignore_errors=False)]
print(json.dumps(cues))
