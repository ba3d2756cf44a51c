"""Where things lie. DEMO_MODEL_WORK names another folder for what is made (git-ignored)."""
import os
from pathlib import Path

RECIPE = Path(__file__).resolve().parent.parent
WORDS = RECIPE / 'words'
HELD_OUT = RECIPE / 'heldout'
MERGES = RECIPE / 'bpe.json'
WORK = Path(os.environ.get('DEMO_MODEL_WORK', RECIPE / 'work'))
TEXTS = WORK / 'texts.json'
SPEECH = WORK / 'speech.raw'
SPEECH_INDEX = WORK / 'speech.json'
CHECKPOINT = WORK / 'checkpoint.pt'
PAUSE = WORK / 'PAUSE'


def write_whole(path, write):
    """Writes beside the file and renames, so that an interruption never leaves half of it."""
    part = path.with_suffix(path.suffix + '.part')
    write(part)
    os.replace(part, path)
