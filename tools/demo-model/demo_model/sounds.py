"""What lies under or instead of speech: noises, hums, tones and simple music, all computed. At 16 kHz, root mean square 1."""
import numpy as np

RATE = 16000


def _level(x):
    return (x / max(1e-9, float(np.sqrt(np.mean(x ** 2))))).astype(np.float32)


def noise(rng, samples):
    """White to brown: the spectrum falls with a chance exponent."""
    spectrum = np.fft.rfft(rng.standard_normal(samples))
    frequency = np.maximum(np.fft.rfftfreq(samples, 1 / RATE), 20)
    return _level(np.fft.irfft(spectrum * frequency ** -rng.uniform(0, 1.2), samples))


def hum(rng, samples):
    base, t = rng.choice([50, 60, 100, 120]), np.arange(samples) / RATE
    return _level(sum(rng.uniform(.1, 1) / k * np.sin(2 * np.pi * base * k * t) for k in range(1, 8)))


def tones(rng, samples):
    t, x = np.arange(samples) / RATE, np.zeros(samples)
    for _ in range(rng.integers(1, 4)):
        x += np.sin(2 * np.pi * rng.uniform(100, 3000) * t + rng.uniform(0, 6)) * (1 + .5 * np.sin(2 * np.pi * rng.uniform(0, 4) * t))
    return _level(x)


def music(rng, samples):
    """Chords and a melody of decaying notes in a pentatonic scale."""
    x, scale = np.zeros(samples), np.array([0, 2, 4, 7, 9])
    beat, root = rng.uniform(.25, .7), rng.uniform(90, 220)
    overtones = rng.uniform(0, 1, 6) / np.arange(1, 7)
    for start in np.arange(0, samples / RATE, beat):
        for octave in ([0, 1] if rng.random() < .5 else [1, 2, 2]):
            if rng.random() < .3:
                continue
            length = int(min(rng.uniform(.3, 2.5) * RATE, samples - start * RATE))
            t = np.arange(length) / RATE
            pitch = root * 2 ** (octave + rng.choice(scale) / 12)
            note = sum(a * np.sin(2 * np.pi * pitch * (k + 1) * t) for k, a in enumerate(overtones) if pitch * (k + 1) < 7500)
            x[int(start * RATE):int(start * RATE) + length] += note * np.exp(-t * rng.uniform(1, 6)) * np.minimum(1, t * 100)
    return _level(x)


class Library:
    """Some of each, made once: windows take pieces of them."""

    def __init__(self, seed, seconds=20, each=12):
        rng = np.random.default_rng(seed)
        self.beds = [f(rng, seconds * RATE) for f in (noise, music) for _ in range(each)]
        self.others = [f(rng, seconds * RATE) for f in (hum, tones) for _ in range(each // 2)]

    def take(self, r, samples, beds_only=False):
        x = r.choice(self.beds if beds_only else self.beds + self.others)
        return np.take(x, np.arange(samples) + r.randrange(len(x)), mode='wrap')
