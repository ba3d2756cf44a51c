"""Whisper's log-mel spectrogram: 80 bands of Slaney's mel scale over 400-sample frames at 16 kHz, every 10 ms."""
import numpy as np
import torch

SAMPLES_A_SECOND, HOP, FRAME, BANDS = 16000, 160, 400, 80


def filters():
    """80 x 201, triangles of equal area. Slaney's scale is linear to 1 kHz and logarithmic above."""
    per_mel, corner, step = 200 / 3, 15.0, np.log(6.4) / 27
    top = corner + np.log(8000 / 1000) / step
    mels = np.linspace(0, top, BANDS + 2)
    hertz = np.where(mels < corner, mels * per_mel, 1000 * np.exp(step * (mels - corner)))
    ramps = hertz[:, None] - np.linspace(0, SAMPLES_A_SECOND / 2, 1 + FRAME // 2)[None]
    widths = np.diff(hertz)
    triangles = np.maximum(0, np.minimum(-ramps[:-2] / widths[:-1, None], ramps[2:] / widths[1:, None]))
    return (triangles * (2 / (hertz[2:] - hertz[:-2]))[:, None]).astype(np.float32)


class LogMel:
    def __init__(self, device='cpu'):
        self.filters = torch.from_numpy(filters()).to(device)
        self.window = torch.hann_window(FRAME, device=device)

    def __call__(self, sound):
        """(windows, samples) in -1 to 1 -> (windows, 80, samples / 160)"""
        spectrum = torch.stft(sound, FRAME, HOP, window=self.window, center=True, pad_mode='reflect', return_complex=True)
        mel = torch.log10(torch.clamp(self.filters @ spectrum[..., :-1].abs() ** 2, min=1e-10))
        return (torch.maximum(mel, mel.amax((1, 2), keepdim=True) - 8.0) + 4.0) / 4.0
