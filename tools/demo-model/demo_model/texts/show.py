"""Paragraphs in the show's manner, from words/show.grammar; figures, dates and abbreviations as a person writes them."""
import re

from ..paths import WORDS
from . import words as w

PLAN = ['opening', 'synthetic', 'paper', 'question', 'image', 'turn', 'claim', 'figures', 'claim', 'doubt', 'meaning', 'closing']


def _grammar():
    rules = {}
    for line in (WORDS / 'show.grammar').read_text().splitlines():
        if line and not line.startswith('#'):
            symbol, _, alternatives = line.partition(': ')
            rules[symbol] = alternatives.split(' | ')
    return rules


RULES = _grammar()


def _title(r):
    t = r.choice(w.TERMS), r.choice(w.TERMS)
    shape = r.choice(['{0} and {1}', 'On the {0} of {1}', 'A Theory of {0}', 'Learning {0} with {1}', '{0} for {1}', 'Towards {0}',
                      'The {0} Hypothesis', '{0} Without {1}', 'Is {0} All You Need'])
    text = shape.format(*t)
    return ' '.join(x if x in ('and', 'of', 'the', 'for', 'with') and i else x[0].upper() + x[1:] for i, x in enumerate(text.split()))


def _year(r):
    return str(r.choice([r.randint(1905, 1999), r.randint(2000, 2026)]))


MADE = {
    'noun': lambda r: r.choice(w.NOUNS), 'nouns': lambda r: w.plural(r.choice(w.NOUNS)), 'verb': lambda r: r.choice(w.VERBS),
    'thirds': lambda r: w.third(r.choice(w.VERBS)), 'adj': lambda r: r.choice(w.ADJECTIVES), 'adv': lambda r: r.choice(w.ADVERBS),
    'term': lambda r: r.choice(w.TERMS), 'terms': lambda r: w.plural(r.choice(w.TERMS)), 'person': lambda r: r.choice(w.PEOPLE),
    'first': lambda r: r.choice(w.FIRST_NAMES), 'place': lambda r: r.choice(w.PLACES), 'acronym': lambda r: r.choice(w.ACRONYMS),
    'title': _title, 'year': _year, 'month': lambda r: r.choice(w.MONTHS), 'ordinal': lambda r: r.choice(w.ORDINALS),
    'date': lambda r: f'{r.choice(w.MONTHS)} {r.randint(1, 28)}' + (f', {_year(r)}' if r.random() < .5 else ''),
    'percent': lambda r: f'{r.choice([r.randint(1, 100), round(r.uniform(0.1, 99), 1)])} percent',
    'decimal': lambda r: f'{r.uniform(0, 20):.{r.choice([1, 1, 2])}f}', 'small': lambda r: str(r.randint(1, 9)),
    'smallword': lambda r: r.choice(w.SMALL), 'count': lambda r: r.choice([r.choice(w.SMALL), str(r.randint(13, 99))]),
    'bignumber': lambda r: r.choice([f'{r.randint(1, 99)},{r.randint(0, 9)}00', f'{r.randint(2, 900)} million',
                                     f'{r.uniform(1, 9):.1f} billion', str(r.randint(101, 999)), f'{r.randint(2, 99)},000']),
    'decade': lambda r: r.choice('nineteen sixties,nineteen seventies,nineteen eighties,nineteen nineties'.split(',')),
}


def expand(symbol, r):
    text = r.choice(RULES[symbol]) if symbol in RULES else MADE[symbol](r)
    return re.sub(r'\{(\w+)\}', lambda m: expand(m.group(1), r), text)


def sentence(symbol, r):
    s = re.sub(r'\b([Aa]) (?=[aeiou])', r'\1n ', expand(symbol, r))
    s = re.sub(r'\ban (?=(uni|use|eu|one))', 'a ', s)
    return re.sub(r'(?<=[.?!] )([a-z])', lambda m: m.group(1).upper(), s[0].upper() + s[1:])


def paragraph(r):
    """One to six sentences that follow the order of an episode."""
    start, size = r.randrange(len(PLAN)), r.choice([1, 2, 3, 3, 4, 5, 6])
    symbols = (PLAN * 2)[start:start + size]
    return [s for x in symbols for s in re.split(r'(?<=[a-z][?]) (?=[A-Z])', sentence(x, r))]


_SPOKEN = [(r'\bDr\.', 'Doctor'), (r'\bProf\.', 'Professor'), (r'\bet al\.', 'et al'), (r'\bvs\.', 'versus'), (r'\be\.g\.', 'for example'),
           (r'\bi\.e\.', 'that is'), (r'\$([\d.,]+) (million|billion)', r'\1 \2 dollars'), (r'(\d)%', r'\1 percent')]


def spoken(written):
    """What is given to the synthesiser: abbreviations as they are read, so that their full stop makes no pause."""
    ends = written[-1] if written.endswith('al.') else ''
    for pattern, reading in _SPOKEN:
        written = re.sub(pattern, reading, written)
    return written + ends
