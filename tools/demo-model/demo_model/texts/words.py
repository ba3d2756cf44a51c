"""Word lists and the few rules of English that generated sentences need."""
import re

from ..paths import WORDS

VOWELS = 'aeiou'


def words(name):
    return (WORDS / f'{name}.txt').read_text().split()


def phrases(name):
    return [p for p in re.split(r';\s*', re.sub(r'\s+', ' ', (WORDS / f'{name}.txt').read_text()).strip()) if p]


NOUNS, VERBS, ADJECTIVES, ADVERBS = words('nouns'), words('verbs'), words('adjectives'), words('adverbs')
FUNCTION_WORDS, ACRONYMS = words('function-words'), words('acronyms')
PEOPLE, FIRST_NAMES, PLACES, TERMS = words('people'), words('first-names'), phrases('places'), phrases('terms')
MONTHS = 'January February March April May June July August September October November December'.split()
SMALL = 'two three four five six seven eight nine ten eleven twelve thirteen fifteen twenty'.split()
ORDINALS = 'first second third fourth fifth sixth seventh eighth ninth tenth'.split()

_UNCOUNTED = set('people information research news speech data software hardware music traffic'.split())
_PLURALS = {'man': 'men', 'woman': 'women', 'child': 'children', 'foot': 'feet', 'person': 'persons', 'wife': 'wives',
            'life': 'lives', 'knife': 'knives', 'hypothesis': 'hypotheses', 'axis': 'axes', 'bacteria': 'bacteria',
            'mitochondria': 'mitochondria', 'physics': 'physics', 'mechanics': 'mechanics', 'statistics': 'statistics',
            'analysis': 'analyses', 'synthesis': 'syntheses', 'basis': 'bases', 'matrix': 'matrices', 'index': 'indices',
            'nucleus': 'nuclei', 'fungus': 'fungi', 'stimulus': 'stimuli', 'phenomenon': 'phenomena'}
_VERBS = {'be': ('is', 'being', 'was'), 'have': ('has', 'having', 'had'), 'do': ('does', 'doing', 'did'),
          'go': ('goes', 'going', 'went'), 'say': ('says', 'saying', 'said')}


def plural(noun):
    head, _, last = noun.rpartition(' ')
    if last in _UNCOUNTED or last.endswith(('ness', 'ity', 'ology', 'ism', 'phy', 'ics')):
        return noun
    if last in _PLURALS:
        last = _PLURALS[last]
    elif last.endswith(('s', 'x', 'ch', 'sh', 'z')):
        last += 'es'
    elif last.endswith('y') and last[-2] not in VOWELS:
        last = last[:-1] + 'ies'
    else:
        last += 's'
    return f'{head} {last}'.strip()


def third(verb):
    """he lends"""
    if verb in _VERBS:
        return _VERBS[verb][0]
    return verb + 'es' if verb.endswith(('s', 'x', 'ch', 'sh', 'z', 'o')) else \
        verb[:-1] + 'ies' if verb.endswith('y') and verb[-2] not in VOWELS else verb + 's'


def _doubled(verb):
    return 2 < len(verb) <= 4 and verb[-1] in 'bdgmnprt' and verb[-2] in VOWELS and verb[-3] not in VOWELS


def ing(verb):
    if verb in _VERBS:
        return _VERBS[verb][1]
    if verb.endswith('ie'):
        return verb[:-2] + 'ying'
    if verb.endswith('e') and not verb.endswith(('ee', 'ye', 'oe')):
        return verb[:-1] + 'ing'
    return verb + (verb[-1] if _doubled(verb) else '') + 'ing'


def past(verb):
    """Irregular pasts are left to the prose: a made-up one is read aloud as it is written."""
    if verb in _VERBS:
        return _VERBS[verb][2]
    if verb.endswith('e'):
        return verb + 'd'
    if verb.endswith('y') and verb[-2] not in VOWELS:
        return verb[:-1] + 'ied'
    return verb + (verb[-1] if _doubled(verb) else '') + 'ed'


def with_article(phrase):
    return ('an ' if phrase[0].lower() in VOWELS else 'a ') + phrase
