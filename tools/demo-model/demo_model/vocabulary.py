"""Byte-level byte pair encoding and Whisper's special tokens: python3 -m demo_model.vocabulary learns bpe.json from work/texts.json.

A checkpoint belongs to one bpe.json, so the one that the committed model was trained with lies in the repository.
Inside the network, ids are dense: the text tokens, one row for all unused ids, then Whisper's specials from 50256 on."""
import collections
import json
import re

from . import paths

SIZE = 3000
_PIECES = re.compile(r" ?[A-Za-z']+| ?[^A-Za-z' ]+")
N_VOCAB, FIRST_SPECIAL = 51864, 50256


class Vocabulary:
    def __init__(self, merges):
        self.tokens = [bytes([i]) for i in range(256)] + [(a + b).encode('ascii') for a, b in merges]
        self._ids = {t.decode('ascii'): i for i, t in enumerate(self.tokens) if t.isascii()}
        self._ranks = {tuple(pair): i for i, pair in enumerate(merges)}
        self._cache = {}
        self.text_tokens = self.unused = len(self.tokens)
        self.size = self.text_tokens + 1 + N_VOCAB - FIRST_SPECIAL
        self.end, self.start, self.previous, self.no_speech, self.no_timestamps, self.first_time = \
            (self.special(i) for i in (50256, 50257, 50360, 50361, 50362, 50363))

    @staticmethod
    def load():
        return Vocabulary(json.loads(paths.MERGES.read_text()))

    def special(self, whisper_id):
        return self.text_tokens + 1 + whisper_id - FIRST_SPECIAL

    def time(self, seconds):
        return self.first_time + int(round(seconds / 0.02))

    def encode(self, text):
        ids = []
        for piece in _PIECES.findall(text):
            if piece not in self._cache:
                self._cache[piece] = self._merge(list(piece))
            ids += self._cache[piece]
        return ids

    def _merge(self, parts):
        while len(parts) > 1:
            k = min(range(len(parts) - 1), key=lambda i: self._ranks.get((parts[i], parts[i + 1]), len(self._ranks)))
            if (parts[k], parts[k + 1]) not in self._ranks:
                break
            parts[k:k + 2] = [parts[k] + parts[k + 1]]
        return [self._ids[p] for p in parts]

    def decode(self, ids):
        return b''.join(self.tokens[i] for i in ids if i < self.text_tokens).decode('utf-8', 'replace')


def learn(texts, size=SIZE):
    counts = collections.Counter(p for t in texts for p in _PIECES.findall(' ' + t))
    words = {w: list(w) for w in counts}
    pairs, where = collections.Counter(), collections.defaultdict(set)
    for w, parts in words.items():
        for pair in zip(parts, parts[1:]):
            pairs[pair] += counts[w]
            where[pair].add(w)
    merges = []
    while len(merges) < size - 256:
        pair, count = max(pairs.items(), key=lambda x: (x[1], x[0]))  # the pair itself decides a tie: the same on every run
        if count < 4:
            break
        merges.append(pair)
        for w in where.pop(pair):
            parts, merged, i = words[w], [], 0
            for q in zip(parts, parts[1:]):
                pairs[q] -= counts[w]
            while i < len(parts):
                both = tuple(parts[i:i + 2]) == pair
                merged.append(''.join(pair) if both else parts[i])
                i += 2 if both else 1
            words[w] = merged
            for q in zip(merged, merged[1:]):
                pairs[q] += counts[w]
                where[q].add(w)
        del pairs[pair]
    return merges


if __name__ == '__main__':
    if paths.MERGES.exists():
        print(f'{paths.MERGES} is there and is kept; remove it to learn another one (then train from nothing)')
    else:
        learned = learn([s for x in json.loads(paths.TEXTS.read_text()) for s in x['written']])
        paths.write_whole(paths.MERGES, lambda part: part.write_text(json.dumps(learned)))
        print(f'{len(learned) + 256} tokens')
