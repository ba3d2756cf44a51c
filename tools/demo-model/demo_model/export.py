"""Writes a checkpoint's running mean as a ggml file: python3 -m demo_model.export OUT [TYPE] [CHECKPOINT]

TYPE: q8_0, q5_1, q5_0, q4_0 or f16. whisper.cpp makes every matrix of one type, the token embedding among them, so one type it is.
Rows of the embedding that no token uses hold one row that was never a target, so that its logit stays low."""
import struct
import sys

import numpy as np

from . import checkpoint
from .mel import BANDS, FRAME, filters
from .network import AUDIO_POSITIONS, HEAD, TEXT_POSITIONS
from .vocabulary import FIRST_SPECIAL, N_VOCAB, Vocabulary

MAGIC = 0x67676d6c
F32, F16 = 0, 1
# name: (tensor type, the header's file type)
TYPES = {'f16': (F16, 1), 'q4_0': (2, 2), 'q5_0': (6, 8), 'q5_1': (7, 9), 'q8_0': (8, 7)}
_QUANTISATION_VERSION = 2000


def _blocks(a, kind):
    """Blocks of 32 values with fp16 scales first, as ggml lays them out."""
    a = a.reshape(-1, 32).astype(np.float32)
    fields = []
    if kind == 'q8_0':
        d = np.abs(a).max(1) / 127
    elif kind == 'q5_1':
        low = a.min(1)
        d = (a.max(1) - low) / 31
    else:  # signed: the value farthest from zero becomes the lowest code
        far = a[np.arange(len(a)), np.abs(a).argmax(1)]
        d = far / (-16 if kind == 'q5_0' else -8)
    half = d.astype(np.float16)
    scale = half.astype(np.float32)[:, None]
    inverse = np.divide(1, scale, out=np.zeros_like(scale), where=scale != 0)
    fields.append(half.view(np.uint8).reshape(-1, 2))
    if kind == 'q8_0':
        fields.append(np.clip(np.round(a * inverse), -127, 127).astype(np.int8).view(np.uint8))
        return np.concatenate(fields, 1).tobytes()
    if kind == 'q5_1':
        least = low.astype(np.float16)
        fields.append(least.view(np.uint8).reshape(-1, 2))
        q = np.clip(np.round((a - least.astype(np.float32)[:, None]) * inverse), 0, 31)
    else:
        zero = 16 if kind == 'q5_0' else 8
        q = np.clip(np.round(a * inverse) + zero, 0, 2 * zero - 1)
    q = q.astype(np.uint32)
    if kind != 'q4_0':
        high = ((q >> 4) << np.arange(32, dtype=np.uint32)).sum(1, dtype=np.uint32)
        fields.append(high.view(np.uint8).reshape(-1, 4))
    fields.append(((q[:, :16] & 15) | (q[:, 16:] & 15) << 4).astype(np.uint8))
    return np.concatenate(fields, 1).tobytes()


class Writer:
    def __init__(self, file, kind):
        self.file, self.kind = file, kind

    def tensor(self, name, values, kind):
        a, name = values.numpy().astype(np.float32), name.encode()
        code = F32 if kind == 'f32' else TYPES[kind][0]
        self.file.write(struct.pack('<3i', a.ndim, len(name), code) + struct.pack(f'<{a.ndim}i', *reversed(a.shape)) + name)
        self.file.write(a.tobytes() if kind == 'f32' else a.astype(np.float16).tobytes() if kind == 'f16' else _blocks(a, kind))

    def header(self, w, vocabulary):
        width = w['pe'].shape[1]
        layers = [1 + max(int(k.split('.')[1]) for k in w if k.startswith(side)) for side in ('enc.', 'dec.')]
        code = TYPES[self.kind][1] + (0 if self.kind == 'f16' else _QUANTISATION_VERSION)
        self.file.write(struct.pack('<I11i', MAGIC, N_VOCAB, AUDIO_POSITIONS, width, width // HEAD, layers[0], TEXT_POSITIONS, width,
                                    width // HEAD, layers[1], BANDS, code))
        self.file.write(struct.pack('<2i', BANDS, 1 + FRAME // 2) + filters().tobytes() + struct.pack('<i', vocabulary.text_tokens))
        for token in vocabulary.tokens:
            self.file.write(struct.pack('<I', len(token)) + token)

    def weights(self, w, vocabulary):
        width = w['pe'].shape[1]
        self.tensor('encoder.positional_embedding', w['pe'], 'f32')
        for name, inputs in (('conv1', BANDS), ('conv2', width)):  # stored as three frames side by side
            self.tensor(f'encoder.{name}.weight', w[f'{name}.weight'].reshape(width, 3, inputs).permute(0, 2, 1).contiguous(), 'f16')
            self.tensor(f'encoder.{name}.bias', w[f'{name}.bias'][:, None], 'f32')
        for name, norm in (('encoder.ln_post', 'ln_post'), ('decoder.ln', 'ln')):
            self.tensor(f'{name}.weight', w[f'{norm}.weight'], 'f32')
            self.tensor(f'{name}.bias', w[f'{norm}.bias'], 'f32')
        rows = w['emb.weight'][vocabulary.unused][None].repeat(N_VOCAB, 1)
        rows[:vocabulary.text_tokens] = w['emb.weight'][:vocabulary.text_tokens]
        rows[FIRST_SPECIAL:] = w['emb.weight'][vocabulary.unused + 1:]
        self.tensor('decoder.positional_embedding', w['pos'], 'f32')
        self.tensor('decoder.token_embedding.weight', rows, self.kind)
        for short, long in (('enc.', 'encoder.blocks.'), ('dec.', 'decoder.blocks.')):
            for k, v in w.items():
                if k.startswith(short):
                    self.tensor(k.replace(short, long, 1), v, self.kind if v.dim() == 2 else 'f32')


def main():
    out, kind = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else 'q8_0'
    weights, step, seconds = checkpoint.mean_weights(sys.argv[3] if len(sys.argv) > 3 else None)
    vocabulary = Vocabulary.load()
    with open(out, 'wb') as f:
        writer = Writer(f, kind)
        writer.header(weights, vocabulary)
        writer.weights(weights, vocabulary)
        print(f'{out}: {kind}, {f.tell()} bytes, after {step} steps and {seconds / 3600:.1f} h of training')


if __name__ == '__main__':
    main()
