"""Batches of windows, made in the training process or, where a GPU would wait for them, in processes of their own."""
import signal

from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from .windows import Windows


class _Batches(IterableDataset):
    def __init__(self, speech, vocabulary, shapes, seed):
        self.speech, self.vocabulary, self.shapes, self.seed = speech, vocabulary, shapes, seed

    def __iter__(self):
        worker = get_worker_info()
        if worker is not None:
            self.speech.open()  # a file position of its own
        windows = Windows(self.speech, self.vocabulary, self.seed + (worker.id if worker else 0))
        while True:
            for seconds, count in self.shapes:
                yield [windows.make(seconds) for _ in range(count)]


def _quiet(_):
    """The training process alone decides when to end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def batches(speech, vocabulary, shapes, seed, workers):
    """Lists of windows without end, the shapes (seconds, windows) in turn."""
    source = _Batches(speech, vocabulary, shapes, seed)
    return iter(DataLoader(source, batch_size=None, collate_fn=list, num_workers=workers, worker_init_fn=_quiet) if workers else source)
