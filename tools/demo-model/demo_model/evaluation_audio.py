"""Speaks the held-out scripts as evaluation.tsv says: python3 -m demo_model.evaluation_audio OUT

Writes OUT/NN-script.wav and sounds without speech (16 kHz mono), and OUT/manifest.json:
[{"condition", "goal", "audio", "script", "seconds", "sentenceStarts"}]; paths are relative to OUT for audio and absolute for scripts
(empty: no speech); sentenceStarts, in seconds, come from the synthesiser.
Needs numpy and libespeak-ng1 only."""
import json
import re
import sys
import wave
from pathlib import Path

import numpy as np

from . import paths, sounds
from .speech import RATE, Synthesiser
from .texts.show import spoken

QUIET_SECONDS = 60
CONDITIONS = paths.RECIPE / 'evaluation.tsv'


def conditions():
    lines = [x for x in CONDITIONS.read_text().splitlines() if x and not x.startswith('#')]
    names = lines[0].split('\t')
    return [dict(zip(names, x.split('\t'))) for x in lines[1:]]


def speak(synthesiser, script, voice, rate, pitch):
    """Paragraph by paragraph with 0.6 s between, and the start of each sentence in seconds."""
    sound, starts = np.zeros(RATE // 5, np.float32), []
    for paragraph in script.read_text().strip().split('\n\n'):
        sentences = [spoken(s) for s in re.split(r'(?<=[^r.][.?!])\s+(?=[A-Z])', ' '.join(paragraph.split()))]
        samples, words = synthesiser.speak(' '.join(sentences), voice, rate, pitch)
        character = 0
        for s in sentences:
            first = next((t for c, t in words if c >= character), None)
            if first is not None:
                starts.append(round(first + len(sound) / RATE, 3))
            character += len(s) + 1
        sound = np.concatenate([sound, samples / 32768, np.zeros(int(.6 * RATE), np.float32)])
    return sound, starts


def with_noise(sound, noise, seed):
    if noise == 'none':
        return sound
    kind, decibels = noise.split(':')
    rng = np.random.default_rng(seed)
    make = {'pink': sounds.noise, 'music': sounds.music}[kind]
    bed = np.resize(make(rng, 20 * RATE), len(sound))
    return sound + bed * np.sqrt(np.mean(sound ** 2)) * 10 ** (-float(decibels) / 20)


def without_speech():
    rng = np.random.default_rng(99)
    yield 'silence', np.zeros(QUIET_SECONDS * RATE, np.float32)
    for make in (sounds.noise, sounds.hum, sounds.tones, sounds.music):
        yield make.__name__, .05 * make(rng, QUIET_SECONDS * RATE)


def main():
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    synthesiser, manifest = Synthesiser(), []

    def add(condition, goal, audio, script, sound, starts):
        with wave.open(str(out / audio), 'wb') as f:
            f.setparams((1, 2, RATE, 0, 'NONE', ''))
            f.writeframes(np.clip(sound * 32767, -32768, 32767).astype('<i2').tobytes())
        manifest.append({'condition': condition, 'goal': goal, 'audio': audio, 'script': script,
                         'seconds': round(len(sound) / RATE, 2), 'sentenceStarts': starts})

    for n, c in enumerate(conditions()):
        names = sorted(p.stem for p in paths.HELD_OUT.glob('*.txt')) if c['scripts'] == 'all' else c['scripts'].split(',')
        for name in names:
            script = paths.HELD_OUT / f'{name}.txt'
            sound, starts = speak(synthesiser, script, c['voice'], int(c['rate']), int(c['pitch']))
            add(c['condition'], float(c['goal']), f'{n:02}-{name}.wav', str(script), with_noise(sound, c['noise'], n), starts)
    for kind, sound in without_speech():
        add(kind, 0.0, f'{kind}.wav', '', sound, [])
    (out / 'manifest.json').write_text(json.dumps(manifest, indent=1))
    print(f'{len(manifest)} files, {sum(m["seconds"] for m in manifest) / 60:.1f} minutes')


if __name__ == '__main__':
    main()
