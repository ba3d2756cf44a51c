"""The card's table: python3 -m demo_model.score MANIFEST TRANSCRIPTS

TRANSCRIPTS holds NN-script.txt, or NN-script.vtt, from whose cue times the share of sentence starts within 120 ms is counted."""
import json
import re
import sys
from pathlib import Path

from .word_errors import word_errors

NEAR_SECONDS = 0.12
_CUE = re.compile(r'((?:\d+:)?\d+:\d+\.\d+) -->')


def _seconds(stamp):
    total = 0.0
    for part in stamp.split(':'):
        total = total * 60 + float(part)
    return total


def read(folder, name):
    """The words, and the cues' starts where the file has times."""
    vtt = folder / f'{name}.vtt'
    if not vtt.exists():
        return (folder / f'{name}.txt').read_text(), []
    lines = vtt.read_text().splitlines()
    starts = [_seconds(m.group(1)) for m in map(_CUE.match, lines) if m]
    text = ' '.join(re.sub(r'<[^>]+>', '', x) for x in lines[1:] if '-->' not in x and not x.strip().isdigit()
                    and not x.startswith(('NOTE', 'STYLE', 'Kind:', 'Language:')))
    return text, starts


def main():
    manifest, folder = json.loads(Path(sys.argv[1]).read_text()), Path(sys.argv[2])
    rows = {}
    for m in manifest:
        name = Path(m['audio']).stem
        if not any((folder / (name + x)).exists() for x in ('.txt', '.vtt')):
            continue
        text, starts = read(folder, name)
        errors, words = word_errors(Path(m['script']).read_text(), text)
        near = sum(any(abs(s - x) <= NEAR_SECONDS for x in starts) for s in m['sentenceStarts']) if starts else 0
        row = rows.setdefault(m['condition'], [m['goal'], 0, 0, 0, 0, 0.0])
        for i, x in enumerate((errors, words, near, len(m['sentenceStarts']) if starts else 0, m['seconds']), 1):
            row[i] += x
    print('| condition | minutes | words | word error rate | goal | sentence starts within 120 ms |\n|---|---|---|---|---|---|')
    for name, (goal, errors, words, near, sentences, seconds) in rows.items():
        print(f'| {name} | {seconds / 60:.1f} | {words} | {100 * errors / words:.1f} % | {100 * goal:.0f} % | '
              f'{f"{100 * near / sentences:.0f} %" if sentences else ""} |')


if __name__ == '__main__':
    main()
