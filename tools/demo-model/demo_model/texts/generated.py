"""Sentences that are grammatical but mean nothing: they cannot be guessed, so the model must listen."""
from . import words as w

_DETERMINERS = "the a this that my your our their his her its every some another each no one any the the a".split()
_PREPOSITIONS = 'of in from near with for about under over between behind without'.split()
_SUBJECTS = 'I you we they he she it people researchers everyone someone'.split()
_MODALS = "will can could should would might must don't can't won't didn't you'll".split()
_LINKS = 'and but so because when while if although or then which'.split()
_STARTS = 'So Now Well However Today Basically Imagine Finally Alright Hey'.split()
_QUESTIONS = 'what why how when where who could would is are do does can did'.split()
# Pairs that sound alike, in sentences that tell them apart.
ALIKE = ["Your {n} is where you're going to {v}.", "You're sure that your {n} is {a}.", "It's {a}, and its {n} is {a2}.",
         "The {n} lost its {n2}, so it's {a}.", "They're there with their {n}.", "Their {n} says that they're {a}.",
         "There are two {n}s, and they are too {a} to {v}.", "Who's the one whose {n} is {a}?", "We know that there's no {n} here.",
         "I hear the {n} from here.", "It's {a} whether the weather is {a2}.", "Then it was more {a} than the {n}.",
         "You'll lose your {n} if it's loose.", "He wrote the right {n} down.", "She read the {n} that we've read."]


def _noun_phrase(r):
    d = r.choice(_DETERMINERS)
    words = [d] + r.sample(w.ADJECTIVES, r.choice([0, 0, 1, 1, 2]))
    noun = r.choice(w.NOUNS)
    words.append(w.plural(noun) if d in ('some', 'no', 'the', 'my', 'your', 'our', 'their') and r.random() < .4 else noun)
    if d == 'a' and words[1][0] in w.VOWELS:
        words[0] = 'an'
    return words + ([r.choice(_PREPOSITIONS)] + _noun_phrase(r) if r.random() < .2 else [])


def _clause(r):
    kind = r.random()
    subject = _noun_phrase(r) if kind < .4 else [r.choice(_SUBJECTS)] if kind < .75 else \
        [r.choice(w.FIRST_NAMES)] + ([r.choice(w.PEOPLE)] if r.random() < .5 else []) if kind < .93 else \
        [r.choice(w.SMALL), w.plural(r.choice(w.NOUNS))]
    verb, kind = r.choice(w.VERBS), r.random()
    words = subject + ([w.third(verb)] if kind < .25 else [w.past(verb)] if kind < .4 else [r.choice(_MODALS), verb] if kind < .6 else
                       [r.choice(['is', 'was', 'are', 'were', "isn't", "wasn't"]), r.choice([w.ing(verb), w.past(verb)])]
                       if kind < .8 else [verb])
    if r.random() < .7:
        words += _noun_phrase(r)
    if r.random() < .3:
        words.append(r.choice(w.ADVERBS))
    return words + ([r.choice(_PREPOSITIONS)] + _noun_phrase(r) if r.random() < .25 else [])


def sentence(r, rare):
    """rare: dictionary words that are strewn in, so that spelling is learnt beyond the lists."""
    kind = r.random()
    if kind < .08:
        n, n2, v, a, a2 = r.choice(w.NOUNS), r.choice(w.NOUNS), r.choice(w.VERBS), r.choice(w.ADJECTIVES), r.choice(w.ADJECTIVES)
        return r.choice(ALIKE).format(n=n, n2=n2, v=v, a=a, a2=a2)
    words = [r.choice(w.FUNCTION_WORDS) if r.random() < .35 else r.choice(rare) for _ in range(r.randint(3, 12))] \
        if kind < .3 else _clause(r)
    if kind >= .3 and r.random() < .35:
        words[-1] += ','
        words += [r.choice(_LINKS)] + _clause(r)
    if kind >= .3 and r.random() < .4:
        words = [r.choice(rare) if i and r.random() < .25 and x.islower() and x.isalpha() else x for i, x in enumerate(words)]
    question = r.random() < .12
    words = [r.choice(_QUESTIONS)] + words if question else [r.choice(_STARTS) + ','] + words if r.random() < .12 else words
    text = ' '.join('I' if x == 'i' else x for x in words)
    return text[0].upper() + text[1:] + ('?' if question else '.' if r.random() < .97 else '!')
