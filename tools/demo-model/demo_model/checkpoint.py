"""What training keeps: the weights, their running mean (which is exported), the optimiser, the step."""
import torch

from . import paths


class RunningMean:
    """Weights averaged over the last few thousand steps: nearly as good as after the rate has fallen, at any time."""

    def __init__(self, network, decay=0.999):
        self.decay, self.steps = decay, 0
        self.weights = {k: v.detach().clone() for k, v in network.state_dict().items()}

    @torch.no_grad()
    def follow(self, network):
        self.steps += 1
        decay = min(self.decay, (1 + self.steps) / (10 + self.steps))
        for k, v in network.state_dict().items():
            if v.is_floating_point():
                self.weights[k].mul_(decay).add_(v, alpha=1 - decay)


def save(network, mean, optimiser, step, seconds):
    state = {'weights': network.state_dict(), 'mean': mean.weights, 'mean_steps': mean.steps, 'optimiser': optimiser.state_dict(),
             'step': step, 'seconds': seconds}
    paths.write_whole(paths.CHECKPOINT, lambda part: torch.save(state, part))


def load_into(network, mean, optimiser, device):
    """The step and the seconds of training so far; a bare state dictionary (a start) counts as step 0."""
    state = torch.load(paths.CHECKPOINT, map_location=device)
    if 'weights' not in state:
        network.load_state_dict({k: v.float() for k, v in state.items()})
        mean.weights = {k: v.detach().clone() for k, v in network.state_dict().items()}
        return 0, 0.0
    network.load_state_dict(state['weights'])
    mean.weights, mean.steps = state['mean'], state['mean_steps']
    optimiser.load_state_dict(state['optimiser'])
    return state['step'], state['seconds']


def mean_weights(path=None):
    state = torch.load(path or paths.CHECKPOINT, map_location='cpu')
    return {k: v.float() for k, v in (state['mean'] if 'mean' in state else state).items()}, state.get('step', 0), state.get('seconds', 0)
