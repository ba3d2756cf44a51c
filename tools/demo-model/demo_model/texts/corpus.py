"""All paragraphs that are spoken, each with its voice: python3 -m demo_model.texts.corpus [SHARE] writes work/texts.json.

A paragraph is {"voice", "rate", "pitch", "kind", "written": [sentences], "spoken": [sentences]}."""
import json
import random
import re
import sys

from .. import paths
from . import documentation, generated, show

# Paragraphs of each kind. Documentation gives about 27,000, many of them alike: a share of them is taken.
DOCUMENTATION_SHARE, GENERATED, SHOW = 0.5, 12000, 16000
# Voice files' names: en is en-gb.
OTHER_VOICES = ['en', 'en', 'en-gb-scotland', 'en-gb-x-rp', 'en-us+f3', 'en-us+m4', 'en-us+f2', 'en-us+m2', 'en-us+m3', 'en-us+f4',
                'en+f3', 'en+m4', 'en-gb-x-gbclan']


def _voice(r):
    """Mostly the samples' voice near its default (175 words a minute, pitch 50), a share of everything else."""
    kind = r.random()
    if kind < .45:
        return 'en-us', r.randint(165, 185), r.randint(45, 55)
    if kind < .8:
        return 'en-us', r.randint(130, 200), r.randint(35, 65)
    return (r.choice(OTHER_VOICES) if kind < .96 else 'en-us'), r.randint(130, 220), r.randint(20, 80)


def _item(kind, sentences, r):
    voice, rate, pitch = _voice(r)
    return {'kind': kind, 'voice': voice, 'rate': rate, 'pitch': pitch, 'written': sentences, 'spoken': [show.spoken(s) for s in sentences]}


def paragraphs(share=1.0):
    r = random.Random(11)
    dictionary = documentation.dictionary()
    rare = sorted(x for x in dictionary if re.fullmatch(r'[a-z]{3,12}', x))
    items = [_item('documentation', p, r) for p in documentation.paragraphs(dictionary) if r.random() < share * DOCUMENTATION_SHARE]
    for _ in range(int(GENERATED * share)):
        items.append(_item('generated', [generated.sentence(r, rare) for _ in range(r.choice([1, 2, 3, 4]))], r))
    for _ in range(int(SHOW * share)):
        items.append(_item('show', show.paragraph(r), r))
    r.shuffle(items)
    return items


def main():
    share = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    items = paragraphs(share)
    paths.WORK.mkdir(parents=True, exist_ok=True)
    paths.write_whole(paths.TEXTS, lambda part: part.write_text(json.dumps(items)))
    sentences = [s for x in items for s in x['written']]
    counts = {k: sum(x['kind'] == k for x in items) for k in ('documentation', 'generated', 'show')}
    print(f'{len(items)} paragraphs {counts}, {len(sentences)} sentences, {sum(len(s.split()) for s in sentences)} words')


if __name__ == '__main__':
    main()
