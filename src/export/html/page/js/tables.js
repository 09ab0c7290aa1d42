// The graph as tables: positions, offices, and all edges.

const ROWS = 100;

/// A table body of which so many rows are made at first, and as many more for each press of a button. Without rows, a
/// line that says so.
const paged = (head, caption, items, row, className = '') => {
  const body = element('tbody');
  const table = element('table', {class: className}, element('caption', {}, caption), head, body);
  let made = 0;
  const more = button('', () => {
    const first = made;
    add(items.length > 20 * ROWS ? 5 * ROWS : ROWS);
    body.rows[first]?.querySelector('button')?.focus();
  });
  const add = number => {
    body.append(...items.slice(made, made + number).map(row));
    made = Math.min(items.length, made + number);
    more.hidden = made >= items.length;
    more.textContent = `Show more: ${(items.length - made).toLocaleString('en')} left`;
  };
  add(ROWS);
  // A wide table scrolls in its own box, which the keyboard can reach.
  return [element('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': caption}, table), more];
};

const head = names => element('thead', {}, element('tr', {}, names.map(name => element('th', {scope: 'col'}, name))));

const SIGNS = {for: '+', against: '−', conditional: '?'};
const STANCES = Object.keys(SIGNS);
const COLUMNS = 18;

/// How many actors hold the second most held stance on an issue.
const dispute = row => {
  const sides = new Map();
  for (const mark of [...row.values()].flatMap(held => [...new Set(held.map(({mark}) => mark))])) sides.set(mark, (sides.get(mark) ?? 0) + 1);
  return [...sides.values()].sort((a, b) => b - a)[1] ?? 0;
};

/// Issues down, actors across. The issue that the most actors differ on stands first, and the actors are taken from the
/// issues in their order, of each stance the one with most positions, so that what is disputed is seen to be.
const matrix = () => {
  const rows = new Map();
  const holders = new Map();
  for (const position of passing('position')) {
    if (!rows.has(position.issue)) rows.set(position.issue, new Map());
    const row = rows.get(position.issue);
    if (!row.has(position.source)) row.set(position.source, []);
    row.get(position.source).push(position);
    holders.set(position.source, (holders.get(position.source) ?? 0) + 1);
  }
  if (!rows.size) return [element('p', {class: 'note'}, 'No position passes the filters.')];
  const actors = [...holders].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([actor]) => actor);
  const rank = new Map(actors.map((actor, i) => [actor, i]));
  const disputed = new Map([...rows].map(([issue, row]) => [issue, dispute(row)]));
  const all = [...rows].sort((a, b) => disputed.get(b[0]) - disputed.get(a[0]) || b[1].size - a[1].size || (issueName(a[0]) < issueName(b[0]) ? -1 : 1));
  const wanted = new Set();
  for (const [issue, row] of all) {
    if (!disputed.get(issue) || wanted.size + STANCES.length > COLUMNS) break;
    const held = [...row.keys()].sort((a, b) => rank.get(a) - rank.get(b));
    for (const stance of STANCES) {
      const first = held.find(actor => row.get(actor).some(({mark}) => mark === stance));
      if (first !== undefined) wanted.add(first);
    }
  }
  for (const actor of actors) if (wanted.size < COLUMNS) wanted.add(actor);
  const shown = actors.filter(actor => wanted.has(actor));
  const order = all.filter(([, row]) => shown.some(actor => row.has(actor)));
  const titles = element('thead', {}, element('tr', {},
    element('th', {scope: 'col', class: 'corner'}, 'Issue'),
    shown.map(actor => element('th', {scope: 'col', class: 'actor'}, button(said(label(entityName(actor), 36)), () => focusOn(`e${actor}`, 'position'))))));
  const cell = (actor, issue, held) => {
    if (!held) return element('td');
    const edges = edgesOf(held).sort((a, b) => STANCES.indexOf(a.mark) - STANCES.indexOf(b.mark));
    return element('td', {}, edges.map(edge => button(SIGNS[edge.mark], () => openEdge(edge), {
      class: `cell ${familyOf.get(edge.mark).name}`,
      'aria-label': `${entityName(actor)} ${edge.mark}: ${issueName(issue)}, ${count(edge.quotes, 'quote')}`,
      title: `${entityName(actor)}: ${edge.mark}`,
    })));
  };
  const line = ([issue, row]) => element('tr', {},
    element('th', {scope: 'row'}, button(said(issueName(issue)), () => focusOn(`t${issue}`, 'position'), {class: 'link'})),
    shown.map(actor => cell(actor, issue, row.get(actor))));
  const left = actors.length - shown.length;
  return [
    element('p', {class: 'note'}, [
      element('span', {class: 'cell for'}, '+'), ' for   ', element('span', {class: 'cell against'}, '−'), ' against   ',
      element('span', {class: 'cell demand'}, '?'), ' under a condition. The issues that the most actors differ on come first. A cell opens its sentences, a name or issue its part of the graph.',
      left > 0 ? ` ${shown.length} actors are shown, those who differ and those of most positions; ${count(left, 'more is', 'more are')} left out: choose one above.` : '',
    ]),
    ...paged(titles, `Positions: ${count(order.length, 'issue')}, ${count(shown.length, 'actor')}`, order, line, 'matrix'),
  ];
};

const officesTable = () => {
  const all = passing('office').sort((a, b) => {
    const keys = office => [entityName(office.source), office.status === 'current' ? '0' : '1', office.title];
    const [x, y] = [keys(a), keys(b)];
    const i = x.findIndex((key, i) => key !== y[i]);
    return i < 0 ? 0 : x[i] < y[i] ? -1 : 1;
  });
  if (!all.length) return [element('p', {class: 'note'}, 'No office passes the filters.')];
  const line = office => element('tr', {},
    element('th', {scope: 'row'}, button(said(entityName(office.source)), () => focusOn(`e${office.source}`), {class: 'link'})),
    element('td', {}, said(label(office.title, 120))),
    element('td', {}, office.target === undefined ? '' : button(said(entityName(office.target)), () => focusOn(`e${office.target}`), {class: 'link'})),
    element('td', {}, office.status),
    element('td', {class: 'date'}, dateWords(office.dates)),
    element('td', {}, button(count(office.evidence.length, 'quote'), () => openEdge(officeEdge(office)), {'aria-label': `${count(office.evidence.length, 'quote')}: ${officeWords(office, -1)}`})));
  return paged(head(['Holder', 'Office', 'Of', 'Status', 'Told', 'Shown by']), `Offices: ${all.length.toLocaleString('en')}`, all, line);
};

/// The words that show an edge best.
const surest = edge => edge.facts.flatMap(({evidence}) => evidence).reduce((best, words) => words.confidence > best.confidence ? words : best).quote;

const listTable = () => {
  const all = edgesOf([...passing('act'), ...passing('position')]);
  if (!all.length) return [element('p', {class: 'note'}, noEdgeWords())];
  const end = id => id && button(said(endName(id)), () => openNode(id), {class: 'link'});
  const line = edge => {
    const dates = edge.facts.flatMap(({dates}) => dates ?? []).sort();
    const whom = [...new Set(edge.to?.[0] === 't' ? edge.facts.map(({target}) => target).filter(target => target !== undefined) : [])];
    const reporters = [...new Set(edge.facts.map(({reporter}) => reporter).filter(one => one !== undefined))];
    return element('tr', {},
      element('th', {scope: 'row'}, end(edge.from)),
      element('td', {class: 'mark'}, swatch(edge.mark), ' ', edge.mark),
      element('td', {class: 'what'}, between(whom.map(one => end(`e${one}`)), ', '), whom.length && edge.to ? ': ' : '', end(edge.to)),
      element('td', {}, edge.status ? STATUS_WORDS[edge.status] ?? edge.status : 'stance'),
      element('td', {class: 'date'}, dates.length ? dateWords([dates[0], dates[dates.length - 1]]) : ''),
      element('td', {}, said(reporters.map(entityName).join(', '))),
      element('td', {class: 'words'}, said(`“${label(surest(edge), 160)}” `), button(count(edge.quotes, 'quote'), () => openEdge(edge), {'aria-label': `${count(edge.quotes, 'quote')}: ${edgeWords(edge)}`})));
  };
  return paged(head(['Who', 'Did or stands', 'Whom or what', 'Status', 'When', 'Reported by', 'Words']), `Edges: ${all.length.toLocaleString('en')}, those of most evidence first`, all, line, 'list');
};
