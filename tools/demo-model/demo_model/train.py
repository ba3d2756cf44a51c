"""Trains from work/checkpoint.pt on, or from nothing, until HOURS of training are over: python3 -m demo_model.train [--hours HOURS]

The rate stays for two fifths of the hours, then falls to nothing. Ends with a checkpoint on SIGTERM and SIGINT, waits while work/PAUSE
exists, saves every ten minutes. On the CPU each process computes a part of the batch with one thread: threads of one process would
spend nearly half of the time waiting for each other."""
import argparse
import json
import math
import multiprocessing
import os
import random
import signal
import sys
import threading
import time

import torch
import torch.nn.functional as F

from . import checkpoint, evaluate, paths
from .mel import LogMel
from .network import Network
from .optimiser import Optimiser
from .supply import batches
from .vocabulary import Vocabulary
from .windows import IGNORED, Speech

SAVE_SECONDS, EVALUATE_SECONDS = 600, 3600
SHAPES = ((10, 3), (30, 1))  # in turn: seconds of a window, and how many of them count as one window of a batch
WARM_UP, FLAT = 60, .4  # steps in which the rate rises; the share of all time in which it then stays
PATIENCE = 50  # steps whose gradient is not finite, before training gives up


def arguments():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument('--hours', type=float, default=24.0, help='of training in all, pauses and evaluation not counted')
    p.add_argument('--rate', type=float, default=2e-3)
    p.add_argument('--batch', type=int, default=0, help='windows of 30 s a batch (6; 64 on a GPU), three times as many of 10 s')
    p.add_argument('--processes', type=int, default=0, help='that compute (one a core; one with a GPU)')
    p.add_argument('--workers', type=int, default=None, help='processes that make windows (none; 12 with a GPU)')
    p.add_argument('--log', type=int, default=50, metavar='STEPS')
    p.add_argument('--no-evaluation', action='store_true')
    return p.parse_args()


class Trainer:
    """What all processes share; `run` is called in each of them."""

    def __init__(self, options):
        gpu = torch.cuda.is_available()
        if not gpu:
            torch.set_num_threads(1)
        torch.manual_seed(1)
        self.options, self.device = options, 'cuda' if gpu else 'cpu'
        self.processes = 1 if gpu else options.processes or os.cpu_count()
        self.vocabulary = Vocabulary.load()
        self.network = Network(self.vocabulary.size).to(self.device)
        self.optimiser = Optimiser(self.network, self.processes)
        self.mean, self.step, self.seconds = checkpoint.RunningMean(self.network), 0, 0.0
        if paths.CHECKPOINT.exists():
            self.step, self.seconds = checkpoint.load_into(self.network, self.mean, self.optimiser, self.device)
        self.speech = Speech()
        big = max(1, (options.batch or (64 if gpu else 6)) // self.processes)
        self.shapes = [(seconds, times * big) for seconds, times in SHAPES]
        self.workers = options.workers if options.workers is not None else 12 if gpu else 0
        self.stopping, self.now = multiprocessing.Value('b', False), multiprocessing.Value('d', 0.0)  # now: this step's rate
        self.barrier = multiprocessing.Barrier(self.processes)
        if self.processes > 1:
            self.network.share_memory()

    def run(self, rank):
        """Steps until time is over, in each process; if one fails, none waits for it."""
        try:
            self._run(rank)
        except threading.BrokenBarrierError:
            sys.exit('another process failed')
        except BaseException:
            self.barrier.abort()
            raise

    def _run(self, rank):
        """The first process also keeps time, logs and saves."""
        for s in (signal.SIGTERM, signal.SIGINT):
            signal.signal(s, lambda *_: setattr(self.stopping, 'value', True))
        torch.manual_seed(self.step * self.processes + rank)
        self.speech.open()
        self.supply = batches(self.speech, self.vocabulary, self.shapes, 1000 + 100 * self.step + 7 * rank, self.workers)
        self.mask, self.mel = random.Random(self.step * self.processes + rank), LogMel(self.device)
        keeper = _Keeper(self) if rank == 0 else None
        failures = 0
        while True:
            if keeper and not keeper.ready():
                self.stopping.value = True
            self.barrier.wait()
            if self.stopping.value:
                self.barrier.wait()  # a signal between two readings would part the processes
                break
            text, ctc = self._losses(*self._batch())
            (text + .3 * ctc).backward()
            self.optimiser.collect(rank)
            self.barrier.wait()
            self.optimiser.average(rank)
            self.barrier.wait()
            self.step += 1
            if math.isfinite(self.optimiser.norm()):
                self.optimiser.step(rank, self.now.value, self.step)
            else:
                failures += 1
                if failures > PATIENCE:
                    raise RuntimeError('the loss is not finite: training diverged; start again from an earlier checkpoint at a lower rate')
            if keeper:
                keeper.after(text.item(), ctc.item())
        if keeper:
            keeper.end()

    def rate(self):
        share = self.seconds / (self.options.hours * 3600)
        return self.options.rate * min(1, (self.step + 1) / WARM_UP) * min(1, max(0, 1 - share) / (1 - FLAT))

    def _batch(self):
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

    def _losses(self, mel, tokens, targets, letters):
        """Half precision on a GPU only: few processors multiply in it, and on the others it is slower by far."""
        with torch.autocast(self.device, dtype=torch.bfloat16, enabled=self.device == 'cuda'):
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


class _Keeper:
    """Time, log and checkpoints, in the first process."""

    def __init__(self, trainer):
        self.trainer = trainer
        self.last = self.saved = self.evaluated = time.time()
        self.sums = [0.0, 0.0, 0.0, 0]
        print(f'from step {trainer.step}: {sum(p.numel() for p in trainer.network.parameters()) / 1e6:.2f} M weights, '
              f'{len(trainer.speech.items)} paragraphs, {trainer.device}, {trainer.processes} processes, PyTorch {torch.__version__}', flush=True)

    def ready(self):
        """False when time is over. Sets the next step's rate."""
        t = self.trainer
        while paths.PAUSE.exists() and not t.stopping.value:
            time.sleep(2)
            self.last = time.time()
        t.now.value = t.rate()
        return t.seconds < t.options.hours * 3600

    def after(self, text, ctc):
        t, now = self.trainer, time.time()
        t.seconds, self.last = t.seconds + now - self.last, now
        t.mean.follow(t.network)
        self.sums = [self.sums[0] + text, self.sums[1] + 2 * ctc, self.sums[2] + t.optimiser.norm(), self.sums[3] + 1]
        if t.step % t.options.log == 0:
            text, ctc, norm = (x / self.sums[3] for x in self.sums[:3])
            print(f'{t.seconds / 3600:.2f} h  step {t.step}  rate {t.now.value:.1e}  loss {text:.3f}  ctc {ctc:.3f}  norm {norm:.2f}', flush=True)
            self.sums = [0.0, 0.0, 0.0, 0]
        if now - self.saved > SAVE_SECONDS:
            self._save()
        if not t.options.no_evaluation and now - self.evaluated > EVALUATE_SECONDS:
            print('  held-out prose:', json.dumps(evaluate.quick(t.mean.weights)), flush=True)
            self.evaluated = self.last = time.time()

    def _save(self):
        t = self.trainer
        checkpoint.save(t.network, t.mean, t.optimiser, t.step, t.seconds)
        self.saved = time.time()

    def end(self):
        self._save()
        print(f'ended at step {self.trainer.step}, {self.trainer.seconds / 3600:.2f} h', flush=True)


def main():
    trainer = Trainer(arguments())
    others = [multiprocessing.get_context('fork').Process(target=trainer.run, args=(rank,)) for rank in range(1, trainer.processes)]
    for p in others:
        p.start()
    trainer.run(0)
    for p in others:
        p.join()


if __name__ == '__main__':
    main()
