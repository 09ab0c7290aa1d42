// What is in view, and how one gets from one view to another.

const VIEWS = ['graph', 'matrix', 'offices', 'list'];
const view = {current: 'graph', form: 'columns', most: CORE, unfolded: new Set(), edges: [], drawn: []};
const TABLES = {matrix, offices: officesTable, list: listTable};
const stale = new Set(VIEWS);

/// The edges to draw: those of most evidence, and all at the names that were unfolded.
const draw = () => {
  view.edges = edgesOf(passing(asked.mode)).filter(({to}) => to !== null);
  const core = coreOf(view.edges, view.most);
  view.drawn = view.edges.filter(edge => core.has(edge) || view.unfolded.has(edge.from) || view.unfolded.has(edge.to));
  picture(view.drawn, view.form);
  const [drawn, all] = [view.drawn.length, view.edges.length];
  byId('drawn').replaceChildren(...drawn === all
    ? all ? [`${count(all, 'edge')}, each with the sentences that show it.`] : noEdgeWords()
    : [`${drawn.toLocaleString('en')} of ${count(all, 'edge')}, those of most evidence.`]);
  const more = byId('more-edges');
  more.hidden = drawn === all;
  more.textContent = `Draw ${Math.min(CORE, all - drawn)} more`;
  byId('core').hidden = view.most === CORE && !view.unfolded.size || all <= CORE;
  canvas.setAttribute('aria-label', `Graph of ${count(drawn, 'edge')} between ${count(drawing.nodes('[kind != "box"][kind != "note"]').length, 'name')}`);
  cursor = null;
};

const hidden = id => {
  const drawn = new Set(view.drawn.map(edge => edge.id));
  return view.edges.filter(edge => (edge.from === id || edge.to === id) && !drawn.has(edge.id)).length;
};

const refresh = () => {
  if (!stale.delete(view.current)) return;
  if (view.current === 'graph') draw();
  else byId(`panel-${view.current}`).replaceChildren(...TABLES[view.current]());
};

let announced = '';
const announce = words => {
  announced = words;
  byId('said').textContent = words;
};

/// Another choice of facts: the view at hand is made anew, the others when they are next seen.
function changed() {
  VIEWS.forEach(one => stale.add(one));
  view.most = CORE;
  view.unfolded.clear();
  byId('relations').hidden = !relationsHere.length;
  refresh();
  const [acts, stances] = [passing('act').length, passing('position').length];
  announce(`${acts.toLocaleString('en')} of ${count(actCount, 'act')} and ${stances.toLocaleString('en')} of ${count(stanceCount, 'position')} pass the filters.`);
  performance.mark('changed');
}
const actCount = acts.length;
const stanceCount = positions.length;

const turnTo = name => {
  view.current = name;
  for (const one of VIEWS) {
    const tab = byId(`tab-${one}`);
    tab.setAttribute('aria-selected', String(one === name));
    tab.tabIndex = one === name ? 0 : -1;
    byId(`panel-${one}`).hidden = one !== name;
  }
  refresh();
};

/// The graph around one name or issue.
const focusOn = (id, mode) => {
  clearAsked();
  if (mode) asked.mode = mode;
  asked[id[0] === 'e' ? 'actor' : 'issue'] = +id.slice(1);
  if (!passing(asked.mode).length) asked.mode = asked.mode === 'act' ? 'position' : 'act';
  setControls();
  if (view.current !== 'graph') turnTo('graph');
  changed();
  openNode(id);
};

/// One edge of a table, in the graph around its actor.
const inGraph = edge => {
  clearAsked();
  asked.mode = edge.kind;
  asked.actor = +edge.from.slice(1);
  setControls();
  turnTo('graph');
  changed();
  openEdge(view.edges.find(({id}) => id === edge.id) ?? edge);
};

const unfoldAt = id => {
  view.unfolded.add(id);
  draw();
  openNode(id);
};

byId('more-edges').addEventListener('click', () => {
  view.most = view.drawn.length + CORE;
  draw();
});
byId('core').addEventListener('click', () => {
  view.most = CORE;
  view.unfolded.clear();
  draw();
});
byId('mode').addEventListener('change', event => {
  asked.mode = event.target.value;
  stale.add('graph');
  view.most = CORE;
  view.unfolded.clear();
  refresh();
});
byId('layout').addEventListener('change', event => {
  view.form = event.target.value;
  draw();
});
byId('zoom-in').addEventListener('click', () => zoomed(1.25));
byId('zoom-out').addEventListener('click', () => zoomed(0.8));
byId('zoom-fit').addEventListener('click', () => fit(view.form));
canvas.addEventListener('wheel', event => {
  if (!event.ctrlKey && !event.metaKey) return;
  event.preventDefault();
  drawing.zoom({level: drawing.zoom() * (event.deltaY < 0 ? 1.1 : 0.9), renderedPosition: {x: event.offsetX, y: event.offsetY}});
}, {passive: false});

for (const one of VIEWS) byId(`tab-${one}`).addEventListener('click', () => turnTo(one));
byId('tabs').addEventListener('keydown', event => {
  const step = {ArrowRight: 1, ArrowLeft: -1, Home: -VIEWS.indexOf(view.current), End: VIEWS.length - 1 - VIEWS.indexOf(view.current)}[event.key];
  if (step === undefined) return;
  event.preventDefault();
  turnTo(VIEWS[(VIEWS.indexOf(view.current) + step + VIEWS.length) % VIEWS.length]);
  byId(`tab-${view.current}`).focus();
});
document.querySelector('.skip').addEventListener('click', event => {
  event.preventDefault();
  turnTo('list');
  byId('tab-list').focus();
});

// Where the keyboard stands in the graph: a node, or one of its edges.
let cursor = null;
const names = () => drawing.nodes('[kind != "box"][kind != "note"]');
const moveCursor = to => {
  drawing.elements('.cursor').removeClass('cursor');
  to.addClass('cursor');
  cursor = {...cursor, at: to};
  const box = to.renderedBoundingBox();
  const {top} = canvas.getBoundingClientRect();
  if (box.x1 < 0 || box.x2 > canvas.clientWidth) drawing.panBy({x: canvas.clientWidth / 2 - (box.x1 + box.x2) / 2, y: 0});
  if (box.y1 < 0 || box.y2 > canvas.clientHeight) drawing.panBy({x: 0, y: canvas.clientHeight / 2 - (box.y1 + box.y2) / 2});
  const y = top + (to.renderedBoundingBox().y1 + to.renderedBoundingBox().y2) / 2;
  if (y < 60 || y > innerHeight - 60) scrollBy({top: y - innerHeight / 2});
};
const DIRECTIONS = {ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1]};
const walk = ([x, y]) => {
  const here = cursor?.node.position();
  let best = null;
  names().forEach(node => {
    if (!here) {
      if (!best || node.degree() > best.node.degree()) best = {node};
      return;
    }
    const [dx, dy] = [node.position().x - here.x, node.position().y - here.y];
    const along = dx * x + dy * y;
    if (along <= 1) return;
    const cost = along + 2.5 * Math.abs(dx * y + dy * x);
    if (!best || cost < best.cost) best = {node, cost};
  });
  if (!best) return;
  cursor = {node: best.node, edge: -1};
  moveCursor(best.node);
  announce(`${endName(best.node.id())}, ${best.node.data('kind')}, ${count(best.node.connectedEdges().length, 'edge')}`);
};
const nextEdge = () => {
  if (!cursor) return walk([0, 1]);
  const edges = cursor.node.connectedEdges();
  cursor.edge = (cursor.edge + 1) % edges.length;
  moveCursor(edges[cursor.edge]);
  announce(edgeWords(view.drawn.find(({id}) => id === edges[cursor.edge].id())));
};
const openAt = at => at.isNode() ? openNode(at.id()) : openEdge(view.drawn.find(({id}) => id === at.id()));
canvas.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const act = DIRECTIONS[event.key] ? () => walk(DIRECTIONS[event.key]) : {
    n: nextEdge, N: nextEdge, '+': () => zoomed(1.25), '=': () => zoomed(1.25), '-': () => zoomed(0.8), 0: () => fit(view.form),
    Enter: () => cursor ? openAt(cursor.at) : walk([0, 1]),
  }[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});
canvas.addEventListener('blur', () => drawing.elements('.cursor').removeClass('cursor'));
panel.addEventListener('keydown', event => event.key === 'Escape' && panel.querySelector('.close') && close());

drawing.on('tap', 'edge', event => openAt(event.target));
drawing.on('tap', 'node', event => names().contains(event.target) && openAt(event.target));
drawing.on('tap', event => event.target === drawing && choose(null));
drawing.on('mouseover', 'edge, node', () => { canvas.style.cursor = 'pointer'; });
drawing.on('mouseout', 'edge, node', () => { canvas.style.cursor = ''; });

// Light and dark: as the system has it, until the switch is pressed.
const system = matchMedia('(prefers-color-scheme: dark)');
const root = document.documentElement;
const isDark = () => root.dataset.theme ? root.dataset.theme === 'dark' : system.matches;
const colours = dark => {
  for (const {name, light, dark: other} of families) root.style.setProperty(`--${name}`, dark ? other : light);
  byId('theme').textContent = dark ? 'Light' : 'Dark';
  byId('theme').setAttribute('aria-label', dark ? 'Light colours' : 'Dark colours');
};
const themed = () => {
  colours(isDark());
  restyle();
};
byId('theme').addEventListener('click', () => {
  root.dataset.theme = isDark() ? 'light' : 'dark';
  themed();
});
system.addEventListener('change', themed);

// On paper: all views, one under another, in light colours, the graph as a picture of all that is drawn.
const printed = byId('printed');
addEventListener('beforeprint', () => {
  const [theme, current] = [root.dataset.theme, view.current];
  root.dataset.theme = 'light';
  for (const one of VIEWS) if (stale.has(one) || one === 'graph') {
    view.current = one;
    if (one !== 'graph' || stale.has(one)) refresh();
  }
  view.current = current;
  themed();
  const paper = palette().paper;
  printed.src = drawing.png({full: true, scale: 2, bg: paper, maxWidth: 4000, maxHeight: 8000});
  printed.alt = canvas.getAttribute('aria-label');
  view.before = theme;
});
addEventListener('afterprint', () => {
  if (view.before) root.dataset.theme = view.before;
  else delete root.dataset.theme;
  printed.removeAttribute('src');
  printed.alt = '';
  themed();
});

// On a phone the filters wait until they are asked for.
const filtering = byId('filtering');
const narrow = matchMedia('(max-width: 600px)');
const unfoldFilters = () => { filtering.open = !narrow.matches; };
narrow.addEventListener('change', unfoldFilters);
unfoldFilters();

const resized = () => view.current === 'graph' && fit(view.form);
let lastWidth = innerWidth;
addEventListener('resize', () => {
  // A phone changes the height alone as its bars come and go.
  if (innerWidth === lastWidth) return;
  lastWidth = innerWidth;
  soon(resized);
});

byId('heading').textContent = label(document.title, 240);
const days = documents.map(({date}) => date).filter(date => date && isDate(date)).sort();
byId('caption').textContent = [
  count(documents.length, 'article'), days.length ? dateWords([days[0], days[days.length - 1]]) : '',
  count(acts.length, 'act'), count(positions.length, 'position'), count(offices.length, 'office'),
].filter(Boolean).join(' · ');
byId('stances').hidden = !stancesHere.length;
byId('statuses').hidden = !statusesHere.length;
colours(isDark());
setControls();
welcome();
changed();
performance.mark('drawn');
