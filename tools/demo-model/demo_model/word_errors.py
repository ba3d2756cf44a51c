"""Word error rate, counted as the engine's own command counts it: case and punctuation aside, it's is one word."""
import re


def word_errors(said, heard):
    """Levenshtein's distance over words, and the words said."""
    a, b = (re.sub(r'[^a-z0-9]+', ' ', s.lower().replace("'", '')).split() for s in (said, heard))
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        diagonal, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (x != y))
    return row[-1], len(a)
