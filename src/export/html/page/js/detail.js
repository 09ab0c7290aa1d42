// What the graph has of one edge, name or issue: the words, where they stand, and who says so.

const panel = byId('detail');

/// Paragraphs longer than this, in code points, are opened by whoever wants them.
const LONG = 600;

/// A quote in its sentence, and that in its paragraph, where the text of the article is kept.
const inText = ({document, start, end, quote, sentence, paragraph}) => {
  const [first, text] = documents[document].paragraphs[paragraph];
  const letters = Array.from(text);
  const part = (from, to) => letters.slice(from - first, to - first).join('');
  const [from, to] = sentence;
  const [before, after] = [part(first, from), part(to, first + letters.length)];
  const whole = [part(from, start), element('mark', {}, quote), part(end, to)];
  const aside = text => text && element('span', {class: 'aside'}, text);
  if (letters.length <= LONG) return [element('blockquote', {dir: 'auto'}, aside(before), whole, aside(after))];
  return [
    element('blockquote', {dir: 'auto'}, whole),
    element('details', {}, element('summary', {}, 'The paragraph'),
      element('blockquote', {dir: 'auto'}, aside(before), part(from, to), aside(after))),
  ];
};

/// A quote in its text, or else among the other words that the graph has of its article.
const inContext = words => words.paragraph === undefined ? [amongQuotes(words)] : inText(words);

const amongQuotes = ({document, start, end, quote}) => {
  const all = passagesOf(document);
  const i = all.findIndex(passage => start >= passage.start && end <= passage.start + passage.letters.length);
  if (i < 0) return element('blockquote', {dir: 'auto'}, element('mark', {}, quote));
  const {start: first, letters} = all[i];
  const gap = (from, to) => to > from ? element('span', {class: 'gap'}, ` … ${(to - from).toLocaleString('en')} characters … `) : ' ';
  const ends = passage => passage.start + passage.letters.length;
  const aside = (passage, at) => {
    const text = passage.letters.length > 240
      ? at < 0 ? `…${passage.letters.slice(-240).join('')}` : `${passage.letters.slice(0, 240).join('')}…`
      : passage.letters.join('');
    return element('span', {class: 'aside'}, said(text));
  };
  const [before, after] = [all[i - 1], all[i + 1]];
  return element('blockquote', {dir: 'auto'},
    before && [aside(before, -1), gap(ends(before), first)],
    element('span', {class: 'aside'}, letters.slice(0, start - first).join('')),
    element('mark', {}, quote),
    element('span', {class: 'aside'}, letters.slice(end - first).join('')),
    after && [gap(ends(all[i]), after.start), aside(after, 1)]);
};

/// The article whole, as far as the graph has words of it.
const wholeOf = document => {
  const all = passagesOf(document);
  if (all.length < 2) return null;
  const details = element('details', {}, element('summary', {}, `All that the graph has of this article: ${count(all.length, 'passage')}`));
  details.addEventListener('toggle', () => {
    if (!details.open || details.childElementCount > 1) return;
    details.append(...all.map(({start, letters}) => element('p', {class: 'passage', dir: 'auto'},
      element('span', {class: 'place'}, start.toLocaleString('en')), ' ', letters.join(''))));
  });
  return details;
};

const articleOf = i => {
  const {name, title, date, publisher, url} = documents[i];
  return element('p', {class: 'article'},
    linked(label(title ?? name, 300), url), publisher ? `, ${label(publisher, 80)}` : '', date ? `, ${label(date, 20)}` : '', title && element('span', {class: 'place'}, ' ', said(label(name, 80))));
};

const SHOWN = 12;

/// Every sentence that shows the facts, article by article.
const evidenceOf = shown => {
  const seen = new Map();
  for (const fact of shown) {
    for (const words of fact.evidence) {
      const id = `${words.document}:${words.start}:${words.end}`;
      if (!seen.has(id)) seen.set(id, {words, facts: []});
      seen.get(id).facts.push(fact);
    }
  }
  const items = [...seen.values()].map(({words, facts}) => () => {
    const reporters = [...new Set(facts.map(({reporter}) => reporter))].filter(one => one !== undefined);
    const speakers = words.speakers?.filter(one => !reporters.includes(one)) ?? [];
    const dates = [...new Set(facts.map(({date}) => date).filter(Boolean))];
    const places = [...new Set(facts.flatMap(({places}) => places))];
    const phrases = [...new Set(facts.filter(({issue}) => issue !== undefined).flatMap(({issue, evidence}) => evidence
      .filter(({document, start, end, phrase}) => document === words.document && start === words.start && end === words.end && phrase && phrase !== issues[issue].label)
      .map(({phrase}) => phrase)))];
    return element('li', {},
      articleOf(words.document),
      inContext(words),
      element('p', {class: 'who'}, [
        reporters.length ? ['As reported by ', element('b', {}, said(reporters.map(entityName).join(', '))), '. '] : 'In the article’s own account. ',
        speakers.length ? ['Part of what ', element('b', {}, said(speakers.map(entityName).join(', '))), ' said. '] : '',
        dates.length ? `Dated ${dates.map(date => label(date, 20)).join(', ')}. ` : '',
        places.length ? ['In ', said(places.map(entityName).join(', ')), '. '] : '',
        phrases.length ? ['On ', said(phrases.map(phrase => `“${label(phrase, 200)}”`).join(', ')), '. '] : '',
        element('span', {class: 'place'}, `Characters ${words.start.toLocaleString('en')}–${words.end.toLocaleString('en')}, confidence ${words.confidence.toFixed(2)}.`),
      ].flat()),
      wholeOf(words.document));
  });
  const list = element('ol', {class: 'evidence'}, items.slice(0, SHOWN).map(make => make()));
  if (items.length <= SHOWN) return [list];
  const more = button(`Show all ${items.length} quotes`, () => {
    list.append(...items.slice(SHOWN).map(make => make()));
    more.remove();
    list.children[SHOWN].querySelector('a, summary, mark')?.scrollIntoView({block: 'nearest'});
  });
  return [list, more];
};

const swatch = mark => {
  const family = familyOf.get(mark);
  return family && element('span', {class: `sign ${family.name}`, 'aria-hidden': 'true'}, family.sign);
};

let opener = null;

/// Shows something in the panel; `heading` takes the focus, and closing gives it back.
const show = (heading, children, focus) => {
  if (focus && !panel.contains(document.activeElement)) opener = document.activeElement;
  panel.replaceChildren(
    element('div', {class: 'head'}, element('h2', {tabindex: '-1'}, heading), button('Close', close, {class: 'close'})),
    ...children.flat().filter(Boolean));
  panel.scrollTop = 0;
  if (!focus) return;
  panel.querySelector('h2').focus({preventScroll: true});
  const {top, bottom} = panel.getBoundingClientRect();
  if (bottom < 80 || top > innerHeight - 80) panel.scrollIntoView({block: 'start'});
};

const close = () => {
  welcome();
  choose(null);
  (opener?.isConnected ? opener : canvas).focus({preventScroll: true});
  opener = null;
};

const welcome = () => panel.replaceChildren(
  element('h2', {}, 'Evidence'),
  element('p', {}, 'Choose an edge to read the sentences that show it and who said so, or a name or issue to see all that it takes part in.'));

const openEdge = (edge, focus = true) => {
  const about = [
    edge.kind === 'office' ? null : element('dt', {}, edge.kind === 'act' ? 'Status' : 'Stance'),
    edge.kind === 'office' ? null : element('dd', {}, edge.kind === 'act' ? STATUS_WORDS[edge.status] ?? edge.status : edge.mark),
    element('dt', {}, 'Shown by'), element('dd', {}, `${count(edge.quotes, 'quote')} in ${count(edge.stories, 'independent article')}`),
  ];
  const heading = edge.kind === 'office'
    ? [said(endName(edge.from)), `: ${edge.words}`]
    : [swatch(edge.mark), ' ', said(endName(edge.from)), ` ${markWords(edge)} `, towards(edge).length ? [said(towards(edge).join(', ')), ': '] : '', edge.to ? said(endName(edge.to)) : ''].flat();
  const buttons = element('p', {class: 'buttons'},
    button(['All of ', said(label(endName(edge.from), 40))].flat(), () => openNode(edge.from)),
    edge.to && button(['All of ', said(label(endName(edge.to), 40))], () => openNode(edge.to)),
    edge.kind !== 'office' && edge.to && view.current !== 'graph' && button('Show in the graph', () => inGraph(edge)));
  show(element('span', {}, heading), [element('dl', {}, about), evidenceOf(edge.facts), buttons], focus);
  choose(edge.id);
};

const IDENTIFIERS = [[/^wikidata:(Q\d+)$/, 'https://www.wikidata.org/wiki/'], [/^geonames:(\d+)$/, 'https://www.geonames.org/']];
const identifier = text => {
  for (const [form, base] of IDENTIFIERS) {
    const found = form.exec(text);
    if (found) return linked(text, base + found[1]);
  }
  return said(label(text, 80));
};

const between = (items, mark = ', ') => items.flatMap((item, i) => i ? [mark, item] : [item]);

const openNode = (id, focus = true) => {
  const i = +id.slice(1);
  const actor = id[0] === 'e';
  const node = actor ? entities[i] : issues[i];
  const more = (actor ? node.aliases : node.variants) ?? [];
  const terms = [];
  const term = (name, ...children) => terms.push(element('dt', {}, name), element('dd', {}, ...children));
  if (more.length) term('Also', between(more.slice(0, 12).map(text => said(label(text, 120)))), more.length > 12 ? ` and ${more.length - 12} more` : '');
  if (actor && node.identifiers?.length) term('Known as', between(node.identifiers.slice(0, 8).map(identifier)));
  if (!actor && node.broader?.length) term('Broader', between(node.broader.map(broader => button(said(issueName(broader)), () => openNode(`t${broader}`), {class: 'link'}))));
  if (!actor && narrower[i].length) term('Narrower', between(narrower[i].slice(0, 20).map(one => button(said(issueName(one)), () => openNode(`t${one}`), {class: 'link'}))));
  const held = actor ? passing('office').filter(({source, target}) => source === i || target === i) : [];
  if (held.length) {
    term('Offices', element('ul', {}, held.slice(0, 30).map(office => element('li', {},
      button(said(officeWords(office, i)), () => openEdge(officeEdge(office)), {class: 'link'})))));
  }
  const mine = edgesOf([...passing('act'), ...passing('position')].filter(fact => actor ? partners(fact).includes(i) : fact.issue === i));
  const line = edge => element('li', {}, button([swatch(edge.mark), ' ', said(edgeWords(edge)), ' ', element('span', {class: 'place'}, evidenceWords(edge))], () => openEdge(edge), {class: 'link'}));
  const parts = [['act', actor ? 'Acts' : 'Who did what'], ['position', actor ? 'Positions' : 'Who stands where']].flatMap(([kind, words]) => {
    const all = mine.filter(edge => edge.kind === kind);
    if (!all.length) return [];
    const list = element('ul', {class: 'edges'}, all.slice(0, 25).map(line));
    const rest = all.length > 25 && button(`Show all ${all.length}`, event => {
      list.append(...all.slice(25).map(line));
      event.target.remove();
    });
    return [element('h3', {}, `${words} (${all.length})`), list, rest];
  });
  const only = button('Only this', () => focusOn(id));
  const undrawn = view.current === 'graph' ? hidden(id) : 0;
  const unfold = undrawn > 0 && button(`Draw ${count(undrawn, 'more edge')}`, () => unfoldAt(id), {id: 'unfold'});
  show([element('span', {class: 'kind'}, actor ? node.kind : 'issue'), ' ', said(actor ? entityName(i) : issueName(i))],
    [element('p', {class: 'buttons'}, only, unfold), terms.length ? element('dl', {}, terms) : null, parts], focus);
  choose(id);
};

/// What is said where no edge passes, with whom the words may mean all the same: somebody who holds an office and did
/// nothing, for instance.
const noEdgeWords = () => {
  const named = asked.words.length ? actorOptions.filter(({folded}) => asked.words.every(word => folded.includes(word))).slice(0, 5) : [];
  return ['No edge passes the filters.', ...named.length
    ? [' Of that name: ', ...between(named.map(({value}) => button(said(entityName(value)), () => openNode(`e${value}`), {class: 'link'}))), '.'] : []];
};

const officeWords = (office, seen) => {
  const title = `${label(office.title, 80)}${office.target === undefined ? '' : ` of ${entityName(office.target)}`} (${office.status})`;
  return office.source === seen ? title : `${entityName(office.source)}, ${title}`;
};

const officeEdge = office => ({
  id: '',
  kind: 'office',
  from: `e${office.source}`,
  to: office.target === undefined ? null : `e${office.target}`,
  mark: 'holds',
  words: officeWords(office, office.source),
  facts: [office],
  quotes: office.evidence.length,
  stories: stories(office.evidence).size,
});
