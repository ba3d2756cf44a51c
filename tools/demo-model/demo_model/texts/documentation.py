"""Plain English from documentation that Debian ships. Its words are read aloud by a synthesiser; no text of it is kept here."""
import glob
import gzip
import html
import re

PROSE = ['/usr/share/doc/anarchism/markdown/*.gz', '/usr/share/dictd/*.dict.dz', '/usr/share/games/fortunes/*.u8',
         '/usr/share/doc/debian-handbook/html/en-US/*.html']
MANUALS = ['/usr/share/perl/*/pod/*.pod', '/usr/share/perl/*/**/*.pod', '/usr/share/doc/python3*-doc/html/_sources/**/*.txt',
           '/usr/share/doc/git/html/*.txt', '/usr/share/man/man*/*.gz', '/usr/share/debian-reference/**/*.en.html',
           '/usr/share/developers-reference/**/*.html', '/usr/share/doc/developers-reference/**/*.html']
_WORDNET = '/usr/share/wordnet/data.*'
_DICTIONARY = '/usr/share/dict/words'
_PLAIN = re.compile(r"[A-Za-z', ]+[.?!]")
_WORD = re.compile(r"I|[A-Za-z]?[a-z]+(?:'[a-z]+)?")


def dictionary():
    with open(_DICTIONARY, encoding='utf-8') as f:
        return {w.strip() for w in f}


def _text(path):
    data = gzip.open(path, 'rb').read() if path.endswith(('.gz', '.dz')) else open(path, 'rb').read()
    s = data.decode('utf-8', 'ignore')
    if path.endswith('.html'):
        s = html.unescape(re.sub(r'<[^>]+>', '', re.sub(r'</(p|li|h\d|div|dt|dd)>', '\n\n', s)))
    if path.endswith('.md.gz'):  # links become their text, references go
        s = re.sub(r'\[[^\[\]]*\]', '', re.sub(r'\[([^\[\]]*)\]\([^()]*\)', r'\1', s)).replace('_', '')
    elif path.endswith('.dz'):  # an entry's text is indented
        s = re.sub(r'^[ \t]+', '', s, flags=re.M).translate(str.maketrans('', '', '{}'))
    elif path.endswith('.u8'):
        s = re.sub(r'^%$|^\s*-- .*$', '\n', s, flags=re.M)
    elif path.endswith('.gz'):
        s = re.sub(r'\\f[BIRP]|\\-|\\&', '', s)
        s = re.sub(r'^\.(PP|SH|TP|IP|P|SS|RS|RE|LP|B|I|BR|IR)\b.*$', '\n', s, flags=re.M)
    s = re.sub(r'[BCEFILSXZ]<([^<>]*)>', r'\1', s)
    s = re.sub(r':\w+:`([^`<]*)`', r'\1', s)
    return s.replace('’', "'").replace('``', '').replace('*', '').translate(str.maketrans('', '', '"“”'))


def _sentences(block):
    for s in re.split(r'(?<=[.?!])\s+', re.sub(r'\s+', ' ', block).strip()):
        s = re.sub(r'\s*\([^()]*\)', '', s)
        s = re.sub(r' - |--|[;:]', ', ', s).replace('-', ' ')
        s = re.sub(r',[\s,]*', ', ', re.sub(r'\s+', ' ', s).replace(' ,', ',')).strip()
        words = s[:-1].replace(',', '').split()
        if 20 <= len(s) <= 170 and _PLAIN.fullmatch(s) and len(words) > 3 and words[0][0].isupper() \
                and all(_WORD.fullmatch(w) and len(w) < 18 for w in words):
            yield s


def _known(sentence, words):
    return all(w in words or w.lower() in words for w in re.findall(r"[A-Za-z]+(?:'[a-z]+)?", sentence))


def definitions(words):
    """WordNet's examples, and its definitions as sentences that name what they define: most words of English, each in its sense."""
    for path in sorted(glob.glob(_WORDNET)):
        with open(path, encoding='utf-8') as file:
            for line in file:
                if line.startswith(' ') or '|' not in line:
                    continue
                term, noun = line.split()[4].replace('_', ' '), line.split()[2] == 'n'
                gloss, *examples = [x.strip() for x in line.split('|', 1)[1].split(';')]
                made = [f'{term} is {gloss}' if noun and gloss.startswith(('a ', 'an ', 'the ', 'any ')) else gloss]
                made += [x.strip('"').strip() for x in examples]
                sentences = [s for x in made if x for s in _sentences(x[0].upper() + x[1:].rstrip('.') + ('' if x[-1] in '?!' else '.'))]
                sentences = [s for s in sentences if _known(s, words)]
                if sentences:
                    yield sentences


def paragraphs(sources, words):
    """Neighbouring sentences of a text, up to five; a sentence occurs once in all, and each of its words is in the dictionary."""
    seen = set()
    for path in sorted({os_path for pattern in sources for os_path in glob.glob(pattern, recursive=True)}):
        try:
            text = _text(path)
        except (OSError, EOFError):  # a dangling link of a package that was not installed whole
            continue
        run = []
        for block in re.split(r'\n\s*\n', text):
            if block.startswith((' ', '\t')) and not path.endswith('.html'):
                continue
            for s in _sentences(block):
                if _known(s, words) and s not in seen:
                    seen.add(s)
                    run.append(s)
        i = 0
        while i < len(run):
            size = 1 + (len(run[i]) * 7 + i) % 5  # without chance: the same packages give the same paragraphs
            yield run[i:i + size]
            i += size
