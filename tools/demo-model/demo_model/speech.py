"""Speaks work/texts.json with espeak-ng into work/speech.raw (16 kHz, int16) and work/speech.json: python3 -m demo_model.speech

speech.json: for each paragraph its first sample, its length, and for each sentence its first and last sample and the starts of its
words as [characters into the spoken sentence, sample] (samples count from the paragraph's first). Times are the synthesiser's own events."""
import ctypes
import json
import multiprocessing
import os
import time

import numpy as np

from . import paths

RATE = 16000
_RATE_PARAMETER, _PITCH_PARAMETER = 1, 3
_WORD_EVENT, _LIST_END = 1, 0
_QUIET = 80  # of 32768: below it is the synthesiser's pause


class _Event(ctypes.Structure):
    _fields_ = [('type', ctypes.c_int), ('identifier', ctypes.c_uint), ('text_position', ctypes.c_int), ('length', ctypes.c_int),
                ('audio_position', ctypes.c_int), ('sample', ctypes.c_int), ('user_data', ctypes.c_void_p), ('id', ctypes.c_int * 2)]


_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


class Synthesiser:
    """libespeak-ng, one a process: it has one state."""

    def __init__(self):
        self.library = ctypes.CDLL('libespeak-ng.so.1')
        self.native_rate = self.library.espeak_Initialize(2, 500, None, 0)  # 2: synchronous, samples to the callback
        if self.native_rate <= 0:
            raise RuntimeError('espeak-ng has no data: apt-get install espeak-ng-data')
        self._pieces, self._words, self._voice = [], [], None
        self._callback = _CALLBACK(self._receive)
        self.library.espeak_SetSynthCallback(self._callback)

    def _receive(self, samples, count, events):
        if samples and count > 0:
            self._pieces.append(np.ctypeslib.as_array(samples, shape=(count,)).copy())
        i = 0
        while events[i].type != _LIST_END:
            if events[i].type == _WORD_EVENT:
                self._words.append((events[i].text_position - 1, events[i].audio_position / 1000))
            i += 1
        return 0

    def speak(self, text, voice, rate, pitch):
        """Samples as float at 16 kHz, and the words' starts as (character, seconds)."""
        if voice != self._voice:
            if self.library.espeak_SetVoiceByName(voice.encode()) != 0:
                raise RuntimeError(f'espeak-ng does not know the voice {voice}')
            self._voice = voice
        self._pieces.clear()
        self._words.clear()
        self.library.espeak_SetParameter(_RATE_PARAMETER, rate, 0)
        self.library.espeak_SetParameter(_PITCH_PARAMETER, pitch, 0)
        data = text.encode('ascii')
        self.library.espeak_Synth(data, len(data) + 1, 0, 0, 0, 1, None, None)  # 1: the text is UTF-8
        sound = np.concatenate(self._pieces).astype(np.float32) if self._pieces else np.zeros(0, np.float32)
        return _resample(sound, self.native_rate), list(self._words)


def _largest_factor(n):
    """Once 2, 3, 5 and 7 are divided out."""
    for factor in (2, 3, 5, 7):
        while n % factor == 0:
            n //= factor
    return n


def _resample(x, rate):
    """By Fourier transform, in a length whose ratio is whole, so that nothing shifts, and that has small factors, which is fast."""
    n, blocks = len(x), max(1, -(-len(x) // 441))
    while _largest_factor(blocks) > 7:
        blocks += 1
    padded = 441 * blocks
    out = padded * RATE // rate
    y = np.fft.irfft(np.fft.rfft(x, padded)[:out // 2 + 1], out) * (out / padded)
    return y[:n * RATE // rate].astype(np.float32)


def _mark(sound, words, spoken):
    """The sentences' bounds and words: a sentence begins with the first word event at or after its first character."""
    starts, character = [], 0
    for s in spoken:
        starts.append(character)
        character += len(s) + 1
    loud = np.abs(sound) > _QUIET
    sentences = []
    for k, (start, s) in enumerate(zip(starts, spoken)):
        end = start + len(s)
        inside = [(c - start, int(t * RATE)) for c, t in words if start <= c < end]
        later = [int(t * RATE) for c, t in words if c >= end]
        if not inside:
            return None
        a, b = max(0, inside[0][1] - RATE // 50), min(later[0] if later else len(sound), len(sound))
        voiced = np.flatnonzero(loud[a:b])
        if not len(voiced):
            return None
        first, last = a + int(voiced[0]), a + int(voiced[-1]) + 1
        sentences.append([first, last, [[c, max(first, t)] for c, t in inside if c == 0 or s[c - 1] == ' ']])
    return sentences


_synthesiser = None


def _speak_items(items):
    global _synthesiser
    _synthesiser = _synthesiser or Synthesiser()
    out = []
    for item in items:
        sound, words = _synthesiser.speak(' '.join(item['spoken']), item['voice'], item['rate'], item['pitch'])
        marks = _mark(sound, words, item['spoken'])
        out.append((np.clip(sound, -32768, 32767).astype(np.int16).tobytes() if marks else b'', marks))
    return out


def main():
    items = json.loads(paths.TEXTS.read_text())
    began, index, offset, size = time.time(), [], 0, 200
    blocks = [items[i:i + size] for i in range(0, len(items), size)]

    def write(part):
        nonlocal offset
        with multiprocessing.Pool(os.cpu_count()) as pool, open(part, 'wb') as f:
            for k, block in enumerate(pool.imap(_speak_items, blocks)):
                for sound, marks in block:
                    f.write(sound)
                    index.append({'offset': offset, 'samples': len(sound) // 2, 'sentences': marks or []})
                    offset += len(sound) // 2
                if k % 20 == 19:
                    print(f'{k + 1} of {len(blocks)} blocks, {offset / RATE / 3600:.1f} h', flush=True)
    paths.write_whole(paths.SPEECH, write)
    paths.write_whole(paths.SPEECH_INDEX, lambda part: part.write_text(json.dumps(index)))
    print(f'{offset / RATE / 3600:.1f} h in {time.time() - began:.0f} s, {sum(not x["sentences"] for x in index)} paragraphs left out')


if __name__ == '__main__':
    main()
