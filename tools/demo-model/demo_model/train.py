"""Trains from work/checkpoint.pt on, or from nothing: python3 -m demo_model.train [--minutes N] [--anneal STEPS]

Ends with a checkpoint on SIGTERM and SIGINT, waits while work/PAUSE exists, saves every ten minutes."""
import argparse
import json
import math
import random
import signal
import time

import torch
import torch.nn.functional as F

from . import checkpoint, evaluate, paths
from .mel import LogMel
from .network import Network
from .supply import batches
from .vocabulary import Vocabulary
from .windows import IGNORED, Speech

SAVE_SECONDS, EVALUATE_SECONDS = 600, 3600
SHAPES = ((10, 24), (30, 8))  # seconds of a window, windows of a batch
WARM_UP, FLAT = 300, 4000  # steps: the rate rises, stays, then falls with the root of the step


def arguments():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument('--minutes', type=float, default=math.inf)
    p.add_argument('--rate', type=float, default=6e-4)
    p.add_argument('--anneal', type=int, default=0, metavar='STEPS', help='let the rate fall to nothing over so many steps, then end')
    p.add_argument('--batch', type=int, default=0, help='windows of 30 s a batch (8; 64 on a GPU), three times as many of 10 s')
    p.add_argument('--threads', type=int, default=2)
    p.add_argument('--workers', type=int, default=None, help='processes that make windows (none; 12 with a GPU)')
    p.add_argument('--log', type=int, default=50, metavar='STEPS')
    p.add_argument('--no-evaluation', action='store_true')
    return p.parse_args()


class Trainer:
    def __init__(self, options):
        torch.set_num_threads(options.threads)
        torch.manual_seed(1)
        self.options, self.device = options, 'cuda' if torch.cuda.is_available() else 'cpu'
        self.vocabulary = Vocabulary.load()
        self.network = Network(self.vocabulary.size).to(self.device)
        groups = [{'params': [p for p in self.network.parameters() if p.dim() > 1], 'weight_decay': .02},
                  {'params': [p for p in self.network.parameters() if p.dim() < 2], 'weight_decay': 0}]
        self.optimiser = torch.optim.AdamW(groups, lr=options.rate, betas=(.9, .98))
        self.mean, self.step, self.seconds = checkpoint.RunningMean(self.network), 0, 0.0
        if paths.CHECKPOINT.exists():
            self.step, self.seconds = checkpoint.load_into(self.network, self.mean, self.optimiser, self.device)
        self.first_step, self.stopping = self.step, False
        self.speech = Speech()
        gpu = self.device == 'cuda'
        big = options.batch or (64 if gpu else 8)
        shapes = [(s, n * big // 8) for s, n in SHAPES]
        workers = options.workers if options.workers is not None else 12 if gpu else 0
        self.supply = batches(self.speech, self.vocabulary, shapes, 1000 + self.step, workers)
        self.mask = random.Random(self.step)
        self.mel = LogMel(self.device)
        for s in (signal.SIGTERM, signal.SIGINT):
            signal.signal(s, lambda *_: setattr(self, 'stopping', True))

    def rate(self):
        since = self.step - self.first_step
        flat = self.options.rate * min(1, (self.step + 1) / WARM_UP) * math.sqrt(FLAT / max(FLAT, self.step))
        return flat * max(0.01, 1 - since / self.options.anneal) if self.options.anneal else flat

    def batch(self):
        made = next(self.supply)
        longest = max(len(m[1]) for m in made)
        tokens = torch.full((len(made), longest), self.vocabulary.end)
        targets = torch.full((len(made), longest), IGNORED)
        for i, m in enumerate(made):
            tokens[i, :len(m[1])], targets[i, :len(m[2])] = torch.tensor(m[1]), torch.tensor(m[2])
        mel = self.mel(torch.stack([torch.from_numpy(m[0]) for m in made]).to(self.device))
        return self._masked(mel), tokens.to(self.device), targets.to(self.device), [m[3] for m in made]

    def _masked(self, mel):
        """Some bands are hidden, and the top ones weakened as a codec's low-pass does."""
        r, floor = self.mask, mel.amin((1, 2), keepdim=True)
        if r.random() < .4:
            a = r.randint(0, 70)
            mel[:, a:a + r.randint(1, 8)] = mel.mean()
        if r.random() < .4:
            top = r.randint(60, 79)
            mel[:, top:] = floor + (mel[:, top:] - floor) * r.uniform(0, .9)
        return mel

    def losses(self, mel, tokens, targets, letters):
        with torch.autocast(self.device, dtype=torch.bfloat16):
            audio = self.network.encode(mel)
            logits, ctc = self.network.decode(tokens, self.network.cross(audio)), self.network.ctc(audio)
        text = F.cross_entropy(logits.float().flatten(0, 1), targets.flatten(), ignore_index=IGNORED)
        labelled = [i for i, x in enumerate(letters) if x]
        if not labelled or self.step % 2:
            return text, text.new_zeros(())
        steps = F.log_softmax(ctc[labelled].float(), -1).transpose(0, 1)
        return text, F.ctc_loss(steps, torch.tensor(sum((letters[i] for i in labelled), [])).to(self.device),
                                torch.full((len(labelled),), steps.shape[0], dtype=torch.long),
                                torch.tensor([len(letters[i]) for i in labelled]), zero_infinity=True)

    def run(self):
        began = saved = evaluated = time.time()
        sums, failures, last = [0.0, 0.0, 0], 0, began
        print(f'from step {self.step}: {sum(p.numel() for p in self.network.parameters()) / 1e6:.2f} M weights, '
              f'{len(self.speech.items)} paragraphs, {self.device}, PyTorch {torch.__version__}', flush=True)
        while not self.stopping and time.time() - began < self.options.minutes * 60 \
                and not (self.options.anneal and self.step - self.first_step >= self.options.anneal):
            if paths.PAUSE.exists():
                time.sleep(2)
                last = time.time()
                continue
            for g in self.optimiser.param_groups:
                g['lr'] = self.rate()
            text, ctc = self.losses(*self.batch())
            self.optimiser.zero_grad()
            (text + .3 * ctc).backward()
            norm = torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
            self.step += 1
            if not torch.isfinite(norm):
                failures += 1
                if failures > 50:
                    raise RuntimeError('the loss is not finite: training diverged; start again from an earlier checkpoint at a lower rate')
                continue
            self.optimiser.step()
            self.mean.follow(self.network)
            sums = [sums[0] + text.item(), sums[1] + 2 * ctc.item(), sums[2] + 1]
            self.seconds, last = self.seconds + time.time() - last, time.time()
            if self.step % self.options.log == 0:
                print(f'{self.seconds / 3600:.2f} h  step {self.step}  rate {self.rate():.1e}  loss {sums[0] / sums[2]:.3f}  '
                      f'ctc {sums[1] / sums[2]:.3f}', flush=True)
                sums = [0.0, 0.0, 0]
            if time.time() - saved > SAVE_SECONDS:
                self.save()
                saved = time.time()
            if not self.options.no_evaluation and time.time() - evaluated > EVALUATE_SECONDS:
                print('  held-out prose:', json.dumps(evaluate.quick(self.mean.weights)), flush=True)
                evaluated = last = time.time()
        self.save()
        print(f'ended at step {self.step}', flush=True)

    def save(self):
        checkpoint.save(self.network, self.mean, self.optimiser, self.step, self.seconds)


if __name__ == '__main__':
    Trainer(arguments()).run()
