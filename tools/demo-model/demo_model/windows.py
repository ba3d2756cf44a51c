"""Training windows: paragraphs with pauses of all lengths, cut anywhere, labelled as Whisper labels them.

A window is (sound, input tokens, target tokens with -100 where no loss is taken, CTC letters or None)."""
import json
import random

import numpy as np

from . import paths
from .network import LETTERS, TEXT_POSITIONS
from .sounds import Library
from .texts import words

RATE = 16000
PROMPT_TOKENS, TEXT_TOKENS = (40, 80, 200), 222
IGNORED = -100
# Shares of all windows.
WITHOUT_SPEECH, WITH_PROMPT, WITHOUT_TIMES, HISS, BED, FULL = .025, .15, .07, .4, .15, .65
FIRST_START = 1.0  # Whisper never lets a window begin with a later time


class Speech:
    """The spoken paragraphs. Sound is read from the file piece by piece, so that little memory is held."""

    def __init__(self):
        texts, index = json.loads(paths.TEXTS.read_text()), json.loads(paths.SPEECH_INDEX.read_text())
        self.items = [(x, t['written'], t['written'] == t['spoken']) for t, x in zip(texts, index) if x['sentences']]
        self.open()

    def open(self):
        self.file = open(paths.SPEECH, 'rb')

    def __getstate__(self):
        return {'items': self.items}  # a process that is given this opens the file itself

    def sound(self, item, first, last):
        self.file.seek((item[0]['offset'] + first) * 2)
        return np.frombuffer(self.file.read((last - first) * 2), np.int16).astype(np.float32) / 32768


class _Segment:
    def __init__(self, start, end, text):
        self.start, self.end, self.text = start, end, text


class Windows:
    def __init__(self, speech, vocabulary, seed):
        self.speech, self.vocabulary = speech, vocabulary
        self.random, self.noise = random.Random(seed), np.random.default_rng(seed)
        self.library = Library(seed=5)

    def make(self, seconds):
        r = self.random
        if r.random() < WITHOUT_SPEECH:
            return self._without_speech(seconds)
        while True:
            segments, sound, cut = self._timeline(seconds)
            if segments or cut is not None:
                break
        tokens, targets, whole = self._tokens(segments, cut)
        letters = [LETTERS[c] for s in segments for c in s.text.lower() + ' ' if c in LETTERS] if whole else None
        if any(c.isdigit() for s in segments for c in s.text):
            letters = None
        return self._dirty(sound), tokens, targets, letters

    def _timeline(self, seconds):
        """Segments with times, the sound, and where a sentence that the window's end cuts began (or None)."""
        r, n = self.random, int(seconds * RATE)
        sound = np.zeros(n, np.float32)
        # The engine cuts at pauses and pads with silence: such a window ends early, maybe within a sentence.
        end = n if r.random() < FULL else int(n * r.uniform(.15, 1))
        at = int(r.choice([0, r.uniform(0, .3), r.uniform(0, .9), r.uniform(0, 3)]) * RATE) if r.random() < .95 else n // 3
        most = r.choice([1, 2]) if r.random() < .1 else 99
        gain, segments, within = r.uniform(.25, 1.3), [], r.random() < .15
        while len(segments) < most and at < end - RATE // 4:
            item = r.choice(self.speech.items)
            marks, written, plain = item[0]['sentences'], item[1], item[2]
            first = r.randrange(len(marks)) if not segments else 0
            origin, text_from = marks[first][0], 0
            if within and plain and not segments and len(marks[first][2]) > 6:  # begin within a sentence
                text_from, origin = r.choice(marks[first][2][1:-3])
                origin = max(0, origin - 160)
            within = False
            place = at - origin
            for k in range(first, len(marks)):
                a, b, starts = marks[k]
                a, text = max(a, origin), written[k]
                start_of_text = text_from if k == first else 0
                if b + place <= end - 320 and len(segments) < most:
                    segments.append(_Segment((a + place) / RATE, (b + place) / RATE, text[start_of_text:]))
                    self._add(sound, item, a, b + 160, place, gain)
                    at = b + place
                    continue
                if end < n and plain and len(segments) < most:  # silence follows a whole word
                    fits = [(c, s) for c, s in starts if c > start_of_text and s + place <= end]
                    if fits:
                        c, s = fits[-1]
                        segments.append(_Segment((a + place) / RATE, (s + place) / RATE, text[start_of_text:c].strip()))
                        self._add(sound, item, a, s, place, gain)
                    return segments, sound, None
                if end == n and n - (a + place) > RATE // 2 and len(segments) < most:  # the window's end cuts it
                    self._add(sound, item, a, min(b, n - place), place, gain)
                    if segments:
                        return segments, sound, (a + place) / RATE
                    return [], sound, None  # a lone sentence that does not fit: made anew
                return segments, sound, None
            at += int(r.choice([r.uniform(.1, .5), r.uniform(.3, 1), r.uniform(.5, 4)]) * RATE)
        return segments, sound, None

    def _add(self, sound, item, first, last, place, gain):
        last = min(last, item[0]['samples'], len(sound) - place)
        if last > first:
            sound[first + place:last + place] += gain * self.speech.sound(item, first, last)

    def _tokens(self, segments, cut):
        v, r = self.vocabulary, self.random
        prompt = self._prompt(segments) if r.random() < WITH_PROMPT else []
        without_times = cut is None and r.random() < WITHOUT_TIMES
        body, whole, previous = [v.no_timestamps] if without_times else [], cut is None, 0.0
        for k, s in enumerate(segments):
            start = max(previous, min(s.start, FIRST_START) if k == 0 else s.start)
            text = v.encode(' ' + s.text)
            if len(body) + len(text) > TEXT_TOKENS:  # Whisper would go on in the next window
                body.append(v.time(start)) if not without_times and body else None
                cut, whole = None, False
                break
            body += text if without_times else [v.time(start)] + text + [v.time(s.end)]
            previous = s.end
        if cut is not None:
            body.append(v.time(cut))
        tokens = prompt + [v.start] + body
        targets = [IGNORED] * len(prompt) + body + [v.end]
        if without_times:
            targets[len(prompt)] = IGNORED
            if not whole:
                targets[-1] = IGNORED
        return tokens[:TEXT_POSITIONS], targets[:TEXT_POSITIONS], whole

    def _prompt(self, segments):
        """Earlier text (of anything: it must not be repeated), or a list of names and terms of which some are heard."""
        v, r = self.vocabulary, self.random
        if r.random() < .45:
            text = ' '.join(s for _ in range(r.randint(1, 3)) for s in r.choice(self.speech.items)[1])
        else:
            heard = sorted({w.strip('.,?!') for s in segments for w in s.text.split() if len(w) > 6 or (w[:1].isupper() and len(w) > 2)})
            names = r.sample(heard, min(len(heard), r.randint(1, 6)))
            names += r.sample(words.PEOPLE, r.randint(0, 4)) + r.sample(words.TERMS, r.randint(0, 3))
            r.shuffle(names)
            text = ', '.join(names) + r.choice(['', '.', '.'])
        return [v.previous] + v.encode(' ' + text)[-r.choice(PROMPT_TOKENS):]

    def _dirty(self, sound):
        """A faint hiss often; some windows get noise or music 12 to 35 dB below the speech."""
        r = self.random
        if r.random() < HISS:
            sound += self.noise.standard_normal(len(sound)).astype(np.float32) * r.choice([1e-4, 5e-4, 1e-3])
        if r.random() < BED:
            level = float(np.sqrt(np.mean(sound ** 2)))
            sound += self.library.take(r, len(sound), beds_only=True) * level * 10 ** (-r.uniform(12, 35) / 20)
        return sound

    def _without_speech(self, seconds):
        v, r, n = self.vocabulary, self.random, int(seconds * RATE)
        sound = np.zeros(n, np.float32)
        if r.random() < .8:
            sound += self.library.take(r, n) * 10 ** r.uniform(-4, -.8)
        prompt = self._prompt([]) if r.random() < .2 else []
        return sound, prompt + [v.start], [IGNORED] * len(prompt) + [v.no_speech], None
