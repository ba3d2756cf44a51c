"""Whisper's architecture, with names as in its files. Works with PyTorch 1.13 (Debian 12) and 2, on the CPU and on CUDA.

What looks odd is for the CPU: PyTorch 1.13 computes wrong gradients of conv1d there, so convolutions are matrix products over
three shifted frames, and its softmax backward is slow in bfloat16, so attention's backward is written out."""
import math

import torch
import torch.nn as nn
import torch.nn.functional as F

WIDTH, ENCODER_LAYERS, DECODER_LAYERS, AUDIO_POSITIONS, TEXT_POSITIONS, HEAD = 192, 4, 3, 1500, 448, 64
LETTERS = {c: i + 1 for i, c in enumerate("abcdefghijklmnopqrstuvwxyz' ")}  # for the CTC loss that helps the encoder


class _LeanAttention(torch.autograd.Function):
    """softmax(q k) v; the backward takes sum(dP * P) from sum(dO * O)."""

    @staticmethod
    def forward(ctx, q, k, v):
        p = torch.softmax(q @ k, -1)
        o = p @ v
        ctx.save_for_backward(q, k, v, p, o)
        return o

    @staticmethod
    def backward(ctx, do):
        q, k, v, p, o = ctx.saved_tensors
        do = do.to(q.dtype)
        total = (do.float() * o.float()).sum(-1, keepdim=True).to(q.dtype)
        dv = p.transpose(-1, -2) @ do
        ds = (do @ v.transpose(-1, -2)).sub_(total).mul_(p)
        return ds @ k.transpose(-1, -2), q.transpose(-1, -2) @ ds, dv


class Attention(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.query, self.key = nn.Linear(width, width), nn.Linear(width, width, bias=False)
        self.value, self.out = nn.Linear(width, width), nn.Linear(width, width)

    def _heads(self, x):
        return x.view(x.shape[0], x.shape[1], -1, HEAD).transpose(1, 2)

    def keys_values(self, x):
        return self._heads(self.key(x)), self._heads(self.value(x))

    def forward(self, x, keys_values, mask=None):
        q, (k, v) = self._heads(self.query(x)), keys_values
        if q.is_cuda and hasattr(F, 'scaled_dot_product_attention'):
            o = F.scaled_dot_product_attention(q, k, v, None if mask is None else mask.to(q.dtype))
            return self.out(o.transpose(1, 2).reshape(x.shape))
        q = q * HEAD ** -0.5
        k = k.transpose(-1, -2).contiguous()
        if mask is None and q.dtype == torch.bfloat16:
            with torch.autocast(q.device.type, enabled=False):
                o = _LeanAttention.apply(q, k, v.contiguous())
        else:
            a = q @ k
            o = torch.softmax(a if mask is None else a + mask, -1) @ v
        return self.out(o.transpose(1, 2).reshape(x.shape))


class Block(nn.Module):
    def __init__(self, width, cross=False):
        super().__init__()
        self.attn, self.attn_ln = Attention(width), nn.LayerNorm(width)
        self.cross_attn, self.cross_attn_ln = (Attention(width), nn.LayerNorm(width)) if cross else (None, None)
        self.mlp = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))
        self.mlp_ln = nn.LayerNorm(width)

    def forward(self, x, mask=None, cross=None, cache=None):
        """cross: the encoder's keys and values for this block; cache: [keys, values] of the earlier tokens, extended here."""
        h = self.attn_ln(x)
        own = self.attn.keys_values(h)
        if cache is not None:
            cache[:] = [torch.cat([a, b], 2) for a, b in zip(cache, own)] if cache else list(own)
            own = tuple(cache)
        x = x + self.attn(h, own, mask)
        if self.cross_attn is not None:
            x = x + self.cross_attn(self.cross_attn_ln(x), cross)
        return x + self.mlp(self.mlp_ln(x))


def _sinusoids(count, width):
    t = torch.arange(count)[:, None] * torch.exp(-math.log(10000) / (width // 2 - 1) * torch.arange(width // 2))[None]
    return torch.cat([t.sin(), t.cos()], 1)


class Network(nn.Module):
    def __init__(self, tokens, width=WIDTH, encoder_layers=ENCODER_LAYERS, decoder_layers=DECODER_LAYERS):
        super().__init__()
        self.conv1, self.conv2 = nn.Linear(3 * 80, width), nn.Linear(3 * width, width)
        self.register_buffer('pe', _sinusoids(AUDIO_POSITIONS, width))
        self.enc = nn.ModuleList(Block(width) for _ in range(encoder_layers))
        self.ln_post, self.ctc = nn.LayerNorm(width), nn.Linear(width, len(LETTERS) + 1)
        self.emb, self.pos = nn.Embedding(tokens, width), nn.Parameter(torch.randn(TEXT_POSITIONS, width) * .01)
        self.dec = nn.ModuleList(Block(width, cross=True) for _ in range(decoder_layers))
        self.ln = nn.LayerNorm(width)
        nn.init.normal_(self.emb.weight, std=.05)

    def encode(self, mel):
        """(windows, 80, frames) -> (windows, frames / 2, width)"""
        x = F.pad(mel.transpose(1, 2), (0, 0, 1, 1))
        x = F.pad(F.gelu(self.conv1(torch.cat([x[:, :-2], x[:, 1:-1], x[:, 2:]], -1))), (0, 0, 1, 1))
        x = F.gelu(self.conv2(torch.cat([x[:, 0:-2:2], x[:, 1:-1:2], x[:, 2::2]], -1)))
        x = x + self.pe[:x.shape[1]]
        for block in self.enc:
            x = block(x)
        return self.ln_post(x)

    def cross(self, audio):
        return [b.cross_attn.keys_values(audio) for b in self.dec]

    def decode(self, tokens, cross, caches=None, first=0):
        """Logits; with caches only the tokens from position `first` on are given."""
        n = tokens.shape[1]
        x = self.emb(tokens) + self.pos[first:first + n]
        mask = torch.full((n, n), -1e9, device=x.device).triu(1) if n > 1 else None
        for i, block in enumerate(self.dec):
            x = block(x, mask, cross[i], None if caches is None else caches[i])
        return self.ln(x) @ self.emb.weight.t().to(x.dtype)
