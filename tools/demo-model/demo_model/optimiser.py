"""Muon for the blocks' matrices, Adam for embeddings, norms and biases, shared by processes that each compute a part of the gradient.

Muon: https://kellerjordan.github.io/posts/muon/, with updates scaled to Adam's size (arXiv 2502.16982), so that one rate serves both."""
import collections
import math

import torch

MOMENTUM, SECOND, EPSILON, DECAY, LONGEST = .95, .99, 1e-8, .05, 1.0
_ITERATIONS, _COEFFICIENTS = 5, (3.4445, -4.7750, 2.0315)
_UPDATE_SIZE = .2  # the usual root mean square of Adam's updates


def orthogonal(matrices):
    """(n, rows, columns): each with its singular values brought near 1, by Newton and Schulz's iteration."""
    a, b, c = _COEFFICIENTS
    tall = matrices.shape[1] > matrices.shape[2]
    x = matrices.transpose(1, 2).contiguous() if tall else matrices
    x = x / (x.norm(dim=(1, 2), keepdim=True) + 1e-7)
    for _ in range(_ITERATIONS):
        square = x @ x.transpose(1, 2)
        x = a * x + (b * square + c * square @ square) @ x
    return x.transpose(1, 2) if tall else x


class Optimiser:
    """Every process holds all parameters and steps its share of them. Weights, gradients and state lie in shared memory."""

    def __init__(self, network, processes):
        self.parameters = [(n, p) for n, p in network.named_parameters()]
        size, device = sum(p.numel() for _, p in self.parameters), self.parameters[0][1].device
        self.gradients = torch.zeros(processes, size, device=device)
        self.norms = torch.zeros(processes)
        self.state = torch.zeros(2, size, device=device)  # momentum, mean square
        if processes > 1:
            for t in (self.gradients, self.norms, self.state):
                t.share_memory_()

    def _slices(self):
        at = 0
        for n, p in self.parameters:
            yield n, p, slice(at, at + p.numel())
            at += p.numel()

    @staticmethod
    def _is_matrix(name, p):
        return p.dim() == 2 and name.split('.')[0] in ('enc', 'dec', 'conv1', 'conv2')

    def _share(self, rank):
        """Every so-many-th parameter: blocks are alike, so the shares cost about the same."""
        return [x for i, x in enumerate(self._slices()) if i % len(self.gradients) == rank]

    @torch.no_grad()
    def collect(self, rank):
        """Puts the parameters' gradients where the other processes see them."""
        for _, p, s in self._slices():
            self.gradients[rank, s] = 0 if p.grad is None else p.grad.flatten()
            p.grad = None

    @torch.no_grad()
    def average(self, rank):
        """The mean gradient of this process's share into row 0, once all have collected."""
        total = 0.0
        for _, _, s in self._share(rank):
            self.gradients[0, s] = self.gradients[:, s].mean(0)
            total += float(self.gradients[0, s].square().sum())
        self.norms[rank] = total

    def norm(self):
        return math.sqrt(float(self.norms.sum()))

    @torch.no_grad()
    def step(self, rank, rate, n):
        """The n-th, from 1 on, once all have averaged. The gradient's norm must be finite."""
        clip = min(1.0, LONGEST / max(self.norm(), 1e-12))
        alike = collections.defaultdict(list)
        for name, p, s in self._share(rank):
            g, momentum = self.gradients[0, s] * clip, self.state[0, s]
            if self._is_matrix(name, p):
                momentum.mul_(MOMENTUM).add_(g)
                alike[p.shape].append((p, (g + MOMENTUM * momentum).view(p.shape)))
                continue
            momentum.mul_(MOMENTUM).add_(g, alpha=1 - MOMENTUM)
            square = self.state[1, s].mul_(SECOND).addcmul_(g, g, value=1 - SECOND)
            update = momentum / (1 - MOMENTUM ** n) / ((square / (1 - SECOND ** n)).sqrt() + EPSILON)
            p.sub_(update.view(p.shape), alpha=rate)
        for shape, entries in alike.items():
            updates = orthogonal(torch.stack([u for _, u in entries])) * (_UPDATE_SIZE * math.sqrt(max(shape)))
            for (p, _), u in zip(entries, updates):
                p.mul_(1 - rate * DECAY).sub_(u, alpha=rate)

    def state_dict(self):
        return {'state': self.state.clone()}

    def load_state_dict(self, saved):
        self.state.copy_(saved['state'])
