// Page features that need a script: seek by word, highlight the spoken word, search, copy. The script creates their
// controls, so that a page without it shows no control that does not work.

const make = (name, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
};

const calm = matchMedia('(prefers-reduced-motion: reduce)');
const scrollTo = (element, jump = calm.matches, block = 'center') =>
  element.scrollIntoView({ block, behavior: jump ? 'instant' : 'smooth' });

const copyButton = (label, text, say) => {
  const button = make('button', { type: 'button', className: 'quiet', textContent: label });
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(text());
      say('Copied.');
    } catch {
      say('The browser did not allow copying.');
    }
  });
  return button;
};

// ---- Recent dates, as people say them
const midnight = time => new Date(time).setHours(0, 0, 0, 0);
for (const time of document.querySelectorAll('.when time, .kicker time')) {
  const days = Math.round((midnight(Date.now()) - midnight(time.dateTime)) / 86_400_000);
  if (days >= 0 && days < 7) {
    time.title = time.textContent;
    time.textContent = days === 0 ? 'Today' : days === 1 ? 'Yesterday' : `${days} days ago`;
  }
}

// An element with an address to copy names its button.
for (const element of navigator.clipboard ? document.querySelectorAll('[data-copy]') : []) {
  const status = make('span', { role: 'status' });
  element.after(' ', copyButton(element.dataset.copy, () => element.textContent, words => { status.textContent = words; }), ' ', status);
}

const audio = document.querySelector('audio');
const said = document.querySelector('.said');
const status = make('output', { className: 'status' });
if (audio && said) {
  const player = places();
  if (said.querySelector('[data-t]')) { transcript(player); }
}

// The link with a time that a plain click is on; a click with a key opens it elsewhere.
function timeLink(event) {
  const plain = !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey;
  return plain ? event.target.closest('a[href^="#t="]') : null;
}

// ---- Links and addresses with a time: #t=75.2, #t=1:15, #t=1:02:03, #t=1h2m3s
function places() {
  const seek = time => { audio.currentTime = time; };
  const playFrom = time => {
    seek(time);
    audio.play().catch(() => {
      // Browsers may refuse to play; the place is kept, and the player's own button plays from it.
      status.textContent = 'Press play to listen from here.';
    });
  };
  const timeOf = hash => {
    const value = /^#t=(?:npt:)?([^,]+)/.exec(hash.replaceAll(/%3a/gi, ':'))?.[1] ?? '';
    const units = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s)?$/.exec(value);
    if (units && value) { return (units[1] ?? 0) * 3600 + (units[2] ?? 0) * 60 + Number(units[3] ?? 0); }
    return /^\d+(:\d{1,2}){0,2}(\.\d+)?$/.test(value) ? value.split(':').reduce((sum, part) => sum * 60 + Number(part), 0) : null;
  };
  const open = () => {
    const time = timeOf(location.hash);
    if (time !== null && Math.abs(audio.currentTime - time) > 0.5) { seek(time); }
  };
  document.addEventListener('click', event => {
    const link = timeLink(event);
    if (link) { playFrom(timeOf(link.hash)); }
  });
  addEventListener('hashchange', open);
  open();
  return { playFrom, timeOf };
}

function transcript({ playFrom, timeOf }) {
  const words = [...said.querySelectorAll('[data-t]')];
  const times = words.map(word => Number(word.dataset.t));

  // Words and sounds can be heard; only words are controls.
  const heard = [...said.querySelectorAll('[data-t], .noise')];
  const starts = heard.map(one => Number(one.dataset.t ?? one.id.slice('t='.length)));

  // The index of the last time that has passed; -1 before the first.
  const indexAt = (time, times) => {
    let [low, high] = [0, times.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (times[middle] <= time) { low = middle + 1; } else { high = middle; }
    }
    return low - 1;
  };

  // ---- The word that is spoken. The page follows it until the reader scrolls; a button brings the reader back.
  let spoken = null;
  let follows = false;
  let isMoving = false;
  let frame = 0;
  const back = make('button', { type: 'button', className: 'button back', hidden: true, textContent: 'Follow the voice', lang: 'en', dir: 'ltr' });
  audio.after(back);
  const lead = shown => {
    follows = shown;
    back.hidden = shown || audio.paused;
  };
  // The page moves by itself now: that is not the reader's scrolling.
  let moving = 0;
  const stop = () => {
    clearTimeout(moving);
    isMoving = false;
  };
  const move = () => {
    stop();
    isMoving = true;
    moving = setTimeout(stop, 1000);
  };
  const keepUp = () => {
    const box = spoken.getBoundingClientRect();
    if (box.top < Math.max(0, audio.getBoundingClientRect().bottom) || box.bottom > innerHeight * 0.9) {
      move();
      scrollTo(spoken);
    }
  };
  const listen = time => {
    lead(true);
    playFrom(time);
  };
  const follow = () => {
    const word = heard[indexAt(audio.currentTime + 0.02, starts)] ?? null;
    if (word !== spoken) {
      spoken?.classList.remove('spoken');
      word?.classList.add('spoken');
      spoken = word;
      if (spoken && follows && !audio.paused) { keepUp(); }
    }
    cancelAnimationFrame(frame);
    if (!audio.paused) { frame = requestAnimationFrame(follow); }
  };
  audio.addEventListener('play', () => {
    const box = said.getBoundingClientRect();
    lead(follows || (box.top < innerHeight && box.bottom > 0));
    follow();
  });
  audio.addEventListener('pause', () => { back.hidden = true; });
  audio.addEventListener('seeked', follow);
  document.addEventListener('click', event => {
    if (timeLink(event)) {
      move();
      lead(true);
    }
  });
  back.addEventListener('click', () => {
    lead(true);
    current.focus({ preventScroll: true });
    if (spoken) { keepUp(); }
  });
  addEventListener('scrollend', stop);
  addEventListener('scroll', () => { if (!isMoving) { lead(false); } }, { passive: true });
  for (const turn of ['wheel', 'touchmove']) { addEventListener(turn, () => lead(false), { passive: true }); }

  // ---- Words as controls: one of them is in the tab order, arrow keys lead to the others
  let current = words[0];
  const choose = word => {
    current.removeAttribute('tabindex');
    current = word;
    current.tabIndex = 0;
  };
  choose(words[0]);
  // They lead to every time of speech, so that the keyboard need not pass each paragraph's link.
  for (const moment of said.querySelectorAll('p:not(.sound) > .moment')) { moment.tabIndex = -1; }
  said.addEventListener('focusin', event => {
    if (event.target.dataset.t) { event.target.setAttribute('role', 'button'); }
  });
  said.addEventListener('focusout', event => {
    if (event.target.dataset.t) { event.target.removeAttribute('role'); }
  });

  const beside = (word, step) => {
    const texts = [...said.querySelectorAll('.text')];
    return texts[texts.indexOf(word.closest('.text')) + step]?.querySelector('[data-t]');
  };
  said.addEventListener('keydown', event => {
    const word = event.target.closest('[data-t]');
    if (!word || event.ctrlKey || event.altKey || event.metaKey) { return; }
    const forward = getComputedStyle(word).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const place = words.indexOf(word);
    const next = {
      [forward]: () => words[place + 1],
      [forward === 'ArrowLeft' ? 'ArrowRight' : 'ArrowLeft']: () => words[place - 1],
      ArrowDown: () => beside(word, 1),
      ArrowUp: () => beside(word, -1),
      Home: () => beside(word, 0),
    }[event.key];
    if (event.key === 'Enter' || event.key === ' ') {
      listen(times[place]);
    } else if (event.key === 'c') {
      quote.click();
    } else if (next) {
      const there = next();
      if (there) { choose(there); there.focus(); }
    } else {
      return;
    }
    event.preventDefault();
  });
  said.addEventListener('click', event => {
    const word = event.target.closest('[data-t]');
    if (word && getSelection().isCollapsed) {
      choose(word);
      listen(Number(word.dataset.t));
    }
  });

  // ---- The place that the address names
  let here = null;
  const show = () => {
    const time = timeOf(location.hash);
    if (time === null) { return; }
    choose(words[Math.max(0, indexAt(time, times))]);
    here?.classList.remove('here');
    // A sound or a chapter can be the target of an address too.
    here = said.querySelector(`[id="${CSS.escape(location.hash.slice(1))}"]`) ?? current.closest('[id]');
    here.classList.add('here');
    scrollTo(here, true, here.matches('.chapter') ? 'start' : 'center');
  };
  addEventListener('hashchange', show);

  // ---- Copying: the selection, or else the sentence of the chosen word, with its address
  const quote = copyButton('Copy quote', () => {
    const selection = getSelection();
    const selected = !selection.isCollapsed && said.contains(selection.anchorNode);
    const first = selected ? selection.getRangeAt(0).startContainer.parentElement.closest('.text [id], .text [data-t]') : null;
    const sentence = (first ?? current).closest('[id]');
    const text = (selected ? selection.toString() : sentence.textContent).trim().replace(/\s+/g, ' ');
    return `“${text}”\n${document.title}\n${location.href.split('#')[0]}#${sentence.id}`;
  }, words => { status.textContent = words; });
  quote.hidden = !navigator.clipboard;

  // ---- Search
  const field = make('input', { type: 'search', id: 'search', ariaLabel: 'Search the transcript', autocomplete: 'off', spellcheck: false });
  const step = (label, by) => {
    const button = make('button', { type: 'button', className: 'quiet', textContent: label });
    button.addEventListener('click', () => turn(by));
    return button;
  };
  const tools = make('div', { className: 'tools', lang: 'en', dir: 'ltr', role: 'search', ariaLabel: 'Transcript' });
  let found = [];
  let at = -1;

  // People type neither accents, nor quotation marks and hyphens as they are printed.
  const fold = text => [...text].map(letter => letter.normalize('NFKD').toLowerCase()
    .replaceAll(/[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u064b-\u065f\u0670\p{Cf}'‘’ʼ]/gu, '').normalize('NFC')
    .replaceAll(/[“”„«»]/gu, '"').replaceAll('ς', 'σ').replaceAll(/[\s\p{Pd}]/gu, ' '));

  // The transcript as it is searched: one text, with the node and the ends of the letter that each of its units comes from.
  const read = () => {
    const [units, letters] = [[], []];
    const add = (unit, letter) => {
      if (unit !== ' ' || units.at(-1) !== ' ') {
        units.push(unit);
        letters.push(letter);
      }
    };
    for (const text of said.querySelectorAll('.text')) {
      const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const node = walker.currentNode;
        let start = 0;
        for (const letter of node.data) {
          const end = start + letter.length;
          for (const unit of fold(letter).join('').split('')) { add(unit, { text, node, start, end }); }
          start = end;
        }
      }
      add(' ', null);
    }
    return { text: units.join(''), letters };
  };
  let searched = null;

  // Each match is a list of ranges, one in each paragraph, because the links of the times stand between paragraphs.
  const find = query => {
    searched ??= read();
    const wanted = fold(query).join('').replaceAll(/ +/g, ' ').trim();
    const matches = [];
    for (let place = wanted ? searched.text.indexOf(wanted) : -1; place >= 0; place = searched.text.indexOf(wanted, place + wanted.length)) {
      const ranges = new Map();
      for (const letter of searched.letters.slice(place, place + wanted.length)) {
        if (letter && !ranges.has(letter.text)) {
          ranges.set(letter.text, new Range());
          ranges.get(letter.text).setStart(letter.node, letter.start);
        }
        if (letter) { ranges.get(letter.text).setEnd(letter.node, letter.end); }
      }
      matches.push([...ranges.values()]);
    }
    return matches;
  };
  const paint = (name, ranges) => {
    if (!globalThis.CSS?.highlights) { return; }
    if (ranges.length > 0) { CSS.highlights.set(name, new Highlight(...ranges)); } else { CSS.highlights.delete(name); }
  };
  const search = () => {
    found = field.value.trim() ? find(field.value) : [];
    at = -1;
    paint('found', found.flat());
    paint('found-now', []);
    tools.classList.remove('searching');
    const count = found.length === 1 ? '1 match' : `${found.length} matches`;
    status.textContent = found.length > 0 ? count : field.value.trim() ? 'Not found.' : '';
  };
  // Nothing moves while the reader types. With the first step, the search stays in sight below the player.
  const turn = by => turnTo(at < 0 && by < 0 ? -1 : at + by);
  function turnTo(index) {
    if (found.length === 0) { return; }
    at = (index + found.length) % found.length;
    const element = found[at][0].startContainer.parentElement;
    paint('found-now', found[at]);
    tools.classList.add('searching');
    lead(false);
    choose(element.closest('[data-t]') ?? element.querySelector('[data-t]') ?? current);
    scrollTo(element);
    status.textContent = `${at + 1} of ${found.length}`;
  }
  field.addEventListener('input', search);
  field.addEventListener('keydown', event => {
    if (event.key === 'Enter') {
      event.preventDefault();
      turn(event.shiftKey ? -1 : 1);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      field.value = '';
      search();
      current.focus({ preventScroll: true });
    }
  });

  // ---- The key / (WCAG 2.1.4: it can be switched off)
  const remembered = name => { try { return localStorage.getItem(name); } catch { return null; } };
  const remember = (name, value) => { try { localStorage.setItem(name, value); } catch { status.textContent = 'The browser does not store settings; this one is lost when you leave the page.'; } };
  const slash = make('input', { type: 'checkbox', checked: remembered('slash') !== 'off' });
  slash.addEventListener('change', () => remember('slash', slash.checked ? 'on' : 'off'));
  addEventListener('keydown', event => {
    const typing = event.target.closest?.('input, textarea, select, [contenteditable]');
    if (event.key === '/' && slash.checked && !typing && !event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault();
      field.focus();
      field.select();
    }
  });

  tools.append(
    make('div', { className: 'search' },
      make('label', { htmlFor: 'search', textContent: 'Search the transcript' }), field,
      make('span', { className: 'steps' }, step('Previous', -1), step('Next', 1), status)),
    quote,
    make('label', { className: 'option keys' }, slash, ' The key / moves to the search field'),
    make('p', { className: 'hint' }, 'Press a word to listen from there.',
      make('span', { className: 'keys', textContent: ' By keyboard: Tab to a word, arrow keys to others, Enter to listen, C to copy its sentence.' })));
  said.before(tools);
  show();
}
