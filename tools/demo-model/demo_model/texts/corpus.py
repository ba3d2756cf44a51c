"""All paragraphs that are spoken, each with its voice: python3 -m demo_model.texts.corpus [SHARE] writes work/texts.json.

A paragraph is {"voice", "rate", "pitch", "kind", "written": [sentences], "spoken": [sentences]}."""
import json
import random
import re
import sys

from .. import paths
from . import documentation, generated, show

# Paragraphs of each kind at most.
COUNTS = {'prose': 14000, 'manuals': 5000, 'definitions': 10000, 'generated': 4000, 'show': 11000}
# Voice files' names: en is en-gb.
OTHER_VOICES = ['en', 'en', 'en-gb-scotland', 'en-gb-x-rp', 'en-us+f3', 'en-us+m4', 'en-us+f2', 'en-us+m2', 'en-us+m3', 'en-us+f4',
                'en+f3', 'en+m4', 'en-gb-x-gbclan']


def _voice(r):
    """Mostly the samples' voice near its default (175 words a minute, pitch 50), a share of everything else."""
    kind = r.random()
    if kind < .5:
        return 'en-us', r.randint(165, 185), r.randint(45, 55)
    if kind < .9:
        return 'en-us', r.randint(130, 200), r.randint(35, 65)
    return (r.choice(OTHER_VOICES) if kind < .985 else 'en-us'), r.randint(130, 220), r.randint(20, 80)


def _item(kind, sentences, r):
    voice, rate, pitch = _voice(r)
    return {'kind': kind, 'voice': voice, 'rate': rate, 'pitch': pitch, 'written': sentences, 'spoken': [show.spoken(s) for s in sentences]}


def _joined(entries, r):
    """One to three entries a paragraph, in an order of chance."""
    entries, out = list(entries), []
    r.shuffle(entries)
    while entries:
        out.append([s for _ in range(min(len(entries), r.choice([1, 2, 3]))) for s in entries.pop()])
    return out


def paragraphs(share=1.0):
    r = random.Random(11)
    dictionary = documentation.dictionary()
    rare = sorted(x for x in dictionary if re.fullmatch(r'[a-z]{3,12}', x))
    made = {'prose': list(documentation.paragraphs(documentation.PROSE, dictionary)),
            'manuals': list(documentation.paragraphs(documentation.MANUALS, dictionary)),
            'definitions': _joined(documentation.definitions(dictionary), r)}
    made = {k: r.sample(x, min(len(x), int(COUNTS[k] * share))) for k, x in made.items()}
    made['generated'] = [[generated.sentence(r, rare) for _ in range(r.choice([1, 2, 3, 4]))] for _ in range(int(COUNTS['generated'] * share))]
    made['show'] = [show.paragraph(r) for _ in range(int(COUNTS['show'] * share))]
    items = [_item(kind, sentences, r) for kind, all_of_it in made.items() for sentences in all_of_it]
    r.shuffle(items)
    return items


def main():
    share = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    items = paragraphs(share)
    paths.WORK.mkdir(parents=True, exist_ok=True)
    paths.write_whole(paths.TEXTS, lambda part: part.write_text(json.dumps(items)))
    sentences = [s for x in items for s in x['written']]
    counts = {k: sum(x['kind'] == k for x in items) for k in COUNTS}
    print(f'{len(items)} paragraphs {counts}, {len(sentences)} sentences, {sum(len(s.split()) for s in sentences)} words')


if __name__ == '__main__':
    main()
