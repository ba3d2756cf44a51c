"""A quick look at a checkpoint: word error rate on the first words of the held-out scripts, in windows of 30 s, without the engine.

python3 -m demo_model.evaluate [CHECKPOINT]. The card's figures come from the engine itself, not from here."""
import re
import sys

import numpy as np
import torch

from . import checkpoint, paths
from .mel import LogMel
from .network import Network
from .speech import RATE, Synthesiser
from .vocabulary import Vocabulary
from .word_errors import word_errors


def _windows(limit):
    """Sentences of each script joined until 28 s are full."""
    synthesiser, out = Synthesiser(), []
    for script in sorted(paths.HELD_OUT.glob('*.txt')):
        text, sound = [], np.zeros(0, np.float32)
        for sentence in re.split(r'(?<=[.?!])\s+', script.read_text().strip()):
            spoken, _ = synthesiser.speak(sentence, 'en-us', 175, 50)
            if len(sound) + len(spoken) > 28 * RATE:
                break
            sound = np.concatenate([sound, spoken / 32768, np.zeros(RATE // 4, np.float32)])
            text.append(sentence)
        out.append((' '.join(text), np.pad(sound, (0, 30 * RATE - len(sound)))))
        if len(out) == limit:
            break
    return out


@torch.no_grad()
def greedy(network, vocabulary, mel, most=220):
    """The likeliest token at each step, all windows at once, without Whisper's rules."""
    cross = network.cross(network.encode(mel))
    caches = [[] for _ in network.dec]
    tokens = torch.full((len(mel), 1), vocabulary.start, device=mel.device)
    while tokens.shape[1] < most and not (tokens == vocabulary.end).any(1).all():
        step = network.decode(tokens[:, -1:], cross, caches, tokens.shape[1] - 1)[:, -1].argmax(-1)
        tokens = torch.cat([tokens, step[:, None]], 1)
    lists = [t.tolist()[1:] for t in tokens]
    return [t[:t.index(vocabulary.end)] if vocabulary.end in t else t for t in lists]


def quick(weights, limit=8):
    vocabulary = Vocabulary.load()
    network = Network(vocabulary.size)
    network.load_state_dict({k: v.cpu() for k, v in weights.items()})
    network.eval()
    windows = _windows(limit)
    if not windows:
        return {'windows': 0}
    found = greedy(network, vocabulary, LogMel()(torch.from_numpy(np.stack([s for _, s in windows]))))
    texts = [vocabulary.decode(t) for t in found]
    errors = np.array([word_errors(said, heard) for (said, _), heard in zip(windows, texts)])
    return {'windows': len(windows), 'words': int(errors[:, 1].sum()), 'wer': round(float(errors[:, 0].sum() / errors[:, 1].sum()), 4),
            'first': texts[0][:160]}


if __name__ == '__main__':
    weights, step, seconds = checkpoint.mean_weights(sys.argv[1] if len(sys.argv) > 1 else None)
    print(f'step {step}, {seconds / 3600:.1f} h:', quick(weights))
