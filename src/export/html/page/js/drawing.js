// The graph as a picture, by Cytoscape.js.

const FONT = 'Helvetica, Arial, sans-serif';
const CORE = 60;
/// So many edges of the core at most touch one name or issue: a single one would else fill the page.
const OF_ONE = 12;
const NAME = {size: 13, line: 16, widest: 190, letters: 60};
const NOTE = {size: 11, letters: 44};
const ISSUE = {size: 12, line: 15, widest: 235, letters: 110};
const MARK = {size: 11, letters: 30};
const TALLEST = 3600;

const pen = document.createElement('canvas').getContext('2d');
const widthOf = (text, size, weight = 'normal') => {
  pen.font = `${weight} ${size}px ${FONT}`;
  return pen.measureText(text).width;
};

/// Lines that are no wider, broken at spaces; a word that is wider is cut.
const wrapped = (text, {size, widest}, weight) => {
  const lines = [];
  for (const word of text.split(' ')) {
    const last = lines[lines.length - 1];
    if (last !== undefined && widthOf(`${last} ${word}`, size, weight) <= widest) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map(line => {
    const letters = Array.from(line);
    while (letters.length > 1 && widthOf(letters.join(''), size, weight) > widest) letters.splice(-2, 2, '…');
    return letters.join('');
  });
};

/// A node with its words; `alone` says that no box around it tells whose post it is.
const nodeOf = (id, alone) => {
  const i = +id.slice(1);
  if (id[0] === 't') {
    const lines = wrapped(label(issues[i].label, ISSUE.letters), ISSUE);
    const width = Math.max(60, ...lines.map(line => widthOf(line, ISSUE.size))) + 18;
    return {id, kind: 'issue', label: lines.join('\n'), note: null, width, height: lines.length * ISSUE.line + 12, group: null};
  }
  const {name, kind, note, home} = entities[i];
  const lines = wrapped(label(name, NAME.letters), NAME, 'bold');
  const post = note && alone && kind === 'person' && home !== undefined ? `${note} of ${entities[home].name}` : note;
  const under = post ? wrapped(label(post, NOTE.letters), {size: NOTE.size, widest: NAME.widest})[0] : null;
  const width = Math.max(60, ...lines.map(line => widthOf(line, NAME.size, 'bold')), under ? widthOf(under, NOTE.size) : 0) + 20;
  return {id, kind, label: lines.join('\n'), note: under, width, height: lines.length * NAME.line + (under ? 14 : 0) + 12, group: home === undefined ? null : `e${home}`};
};

/// The words beside an edge.
const marked = edge => {
  const lines = [[markWords(edge), evidenceWords(edge)].filter(Boolean).join(' ')];
  const whom = towards(edge);
  if (whom.length) lines.push(label(`→ ${whom.join(', ')}`, MARK.letters));
  const reporters = new Set(edge.facts.map(({reporter}) => reporter));
  if (!reporters.has(undefined)) lines.push(label(`per ${[...reporters].map(entityName).join(', ')}`, MARK.letters));
  return lines;
};

const ARROWS = {contact: 'vee', for: 'triangle', yield: 'circle', demand: 'triangle', against: 'tee', protest: 'diamond', force: 'square'};
const HOLLOW = new Set(['demand', 'yield']);
const LINES = {planned: 'dashed', possible: 'dotted'};

/// A curve through points given in the plane, as Cytoscape takes it: along the line between both ends, and off it.
const curve = (from, to, through) => {
  const [x, y] = [to.x - from.x, to.y - from.y];
  const length = Math.sqrt(x * x + y * y) || 1;
  const off = through.map(at => [at.x - from.x, at.y - from.y]);
  return {
    weights: off.map(([dx, dy]) => (dx * x + dy * y) / (length * length)),
    distances: off.map(([dx, dy]) => (dy * x - dx * y) / length),
  };
};

const curves = (edges, where) => {
  for (const edge of edges) {
    const [a, b] = [where.get(edge.from), where.get(edge.to)];
    if (b.kind === 'issue') {
      edge.ends = [`${a.width / 2}px 0px`, `${-b.width / 2}px ${edge.slot}px`];
      const [from, to] = [{x: a.x + a.width / 2, y: a.y}, {x: b.x - b.width / 2, y: b.y + edge.slot}];
      edge.curve = curve(from, to, [{x: from.x + 60, y: from.y}, {x: to.x - 190, y: to.y}]);
    } else {
      const [y1, y2] = [edge.wordsAt === edge.from ? edge.slot : 0, edge.wordsAt === edge.from ? 0 : edge.slot];
      edge.ends = [`${-a.width / 2}px ${y1}px`, `${-b.width / 2}px ${y2}px`];
      const [from, to] = [{x: a.x - a.width / 2, y: a.y + y1}, {x: b.x - b.width / 2, y: b.y + y2}];
      const far = 130 + Math.min(Math.abs(to.y - from.y) * 0.28, 260);
      edge.curve = curve(from, to, [{x: from.x - far, y: from.y}, {x: to.x - far, y: to.y}]);
    }
  }
};

/// Colours of the page as it is now.
const palette = () => {
  const style = getComputedStyle(document.documentElement);
  return new Proxy({}, {get: (_, name) => style.getPropertyValue(`--${name}`).trim()});
};

const looks = () => {
  const ink = palette();
  const fill = {person: 'person', group: 'person', country: 'country', organization: 'organization', city: 'place', region: 'place', issue: 'issue'};
  const data = name => element => element.data(name);
  return [
    {selector: 'node', style: {
      'background-color': ink.box,
      'shape': 'round-rectangle', 'corner-radius': 6, 'width': data('width'), 'height': data('height'), 'label': data('label'),
      'font-family': FONT, 'font-size': NAME.size, 'font-weight': 'bold', 'color': ink.ink, 'text-wrap': 'wrap', 'text-max-width': 1000,
      'text-valign': 'center', 'text-halign': 'center', 'line-height': 1.15, 'border-width': 1, 'border-color': ink.line,
      'z-index': 10, 'overlay-opacity': 0,
    }},
    ...Object.entries(fill).map(([kind, name]) => ({selector: `node[kind = "${kind}"]`, style: {'background-color': ink[`fill-${name}`]}})),
    {selector: 'node[kind = "country"], node[kind = "organization"], node[kind = "issue"]', style: {'shape': 'rectangle'}},
    {selector: 'node[kind = "city"], node[kind = "region"]', style: {'corner-radius': 14}},
    {selector: 'node[kind = "group"]', style: {'border-style': 'dashed'}},
    {selector: 'node[kind = "issue"]', style: {'font-weight': 'normal', 'font-size': ISSUE.size}},
    {selector: 'node[?noted]', style: {'text-margin-y': -7}},
    {selector: 'node[kind = "note"]', style: {
      'background-opacity': 0, 'border-width': 0, 'font-size': NOTE.size, 'font-weight': 'normal', 'color': ink.soft, 'events': 'no', 'z-index': 11,
    }},
    {selector: 'node[kind = "box"]', style: {
      'background-color': ink.box, 'border-color': ink.rule, 'corner-radius': 10, 'font-size': 11, 'font-weight': 'normal', 'color': ink.soft,
      'text-valign': 'top', 'text-margin-y': 20, 'events': 'no', 'z-index': 0, 'z-index-compare': 'manual',
    }},
    {selector: 'edge', style: {
      'curve-style': 'bezier', 'width': element => Math.min(1.2 + 0.5 * (element.data('quotes') - 1), 4),
      'line-color': element => ink[element.data('ink')], 'target-arrow-color': element => ink[element.data('ink')],
      'target-arrow-shape': data('arrow'), 'target-arrow-fill': data('fill'), 'arrow-scale': 0.9, 'line-style': data('line'), 'line-dash-pattern': [7, 4],
      'label': data('label'), 'font-family': FONT, 'font-size': MARK.size, 'color': element => ink[element.data('ink')], 'text-wrap': 'wrap',
      'text-background-color': ink.paper, 'text-background-opacity': 1, 'text-background-padding': 1, 'line-height': 1.1, 'text-events': 'yes', 'overlay-padding': 6, 'overlay-opacity': 0,
    }},
    {selector: 'edge[?curve]', style: {
      'curve-style': 'unbundled-bezier', 'edge-distances': 'endpoints',
      'control-point-weights': element => element.data('curve').weights.join(' '),
      'control-point-distances': element => element.data('curve').distances.join(' '),
      'source-endpoint': element => element.data('ends')[0], 'target-endpoint': element => element.data('ends')[1],
    }},
    {selector: 'edge[at = "target"]', style: {'label': '', 'target-label': data('label'), 'target-text-offset': data('offset')}},
    {selector: 'edge[at = "source"]', style: {'label': '', 'source-label': data('label'), 'source-text-offset': data('offset')}},
    {selector: '.faded', style: {'opacity': 0.28}},
    {selector: 'edge.chosen', style: {'width': 4.5, 'z-index': 20}},
    {selector: 'node.chosen', style: {'border-width': 2.5, 'border-color': ink.accent}},
    {selector: 'node.cursor', style: {'border-width': 3.5, 'border-color': ink.accent}},
    {selector: 'edge.cursor', style: {'overlay-opacity': 0.25, 'overlay-color': ink.accent}},
  ];
};

const canvas = byId('drawing');
const drawing = cytoscape({container: canvas, layout: {name: 'preset'}, minZoom: 0.08, maxZoom: 4, boxSelectionEnabled: false, autounselectify: true, autoungrabify: true});

/// The first so many edges, with few for each name as long as there are others.
const coreOf = (edges, most) => {
  const of = new Map();
  const [core, rest] = [new Set(), []];
  for (const edge of edges) {
    if (core.size === most) break;
    const busy = end => of.get(end) ?? 0;
    if (Math.max(busy(edge.from), busy(edge.to)) >= OF_ONE * most / CORE) {
      rest.push(edge);
      continue;
    }
    for (const end of [edge.from, edge.to]) of.set(end, busy(end) + 1);
    core.add(edge);
  }
  for (const edge of rest.slice(0, most - core.size)) core.add(edge);
  return core;
};

/// Draws some edges, with their ends.
const picture = (edges, form) => {
  const drawn = edges.filter(({to}) => to !== null).map(edge => {
    const lines = marked(edge);
    return {...edge, words: lines, lines: lines.length};
  });
  const ids = [...new Set(drawn.flatMap(({from, to}) => [from, to]))];
  const homeOf = id => id[0] === 't' ? id : `e${entities[id.slice(1)].home ?? id.slice(1)}`;
  const together = new Map();
  for (const id of ids) together.set(homeOf(id), (together.get(homeOf(id)) ?? 0) + 1);
  const nodes = ids.map(id => nodeOf(id, form !== 'columns' || together.get(homeOf(id)) === 1));
  const where = new Map(nodes.map(node => [node.id, node]));
  let boxes = [];
  if (form === 'columns') {
    const widest = Math.max(0, ...nodes.filter(({kind}) => kind !== 'issue').map(({width}) => width));
    for (const node of nodes) if (node.kind !== 'issue') node.width = widest;
    boxes = columns(nodes, drawn);
    curves(drawn, where);
  } else {
    network(nodes, drawn);
  }
  const elements = [];
  for (const {id, title, x, y, width, height} of boxes) {
    elements.push({group: 'nodes', data: {id, kind: 'box', width, height, label: title ? label(endName(title), 34) : ''}, position: {x, y}});
  }
  for (const {id, kind, label, note, width, height, x, y} of nodes) {
    elements.push({group: 'nodes', data: {id, kind, label, width, height, noted: note !== null}, position: {x, y}});
    if (note !== null) elements.push({group: 'nodes', data: {id: `note ${id}`, kind: 'note', label: note, width: 4, height: 4}, position: {x, y: y + label.split('\n').length * NAME.line / 2}});
  }
  for (const edge of drawn) {
    const family = familyOf.get(edge.mark);
    const at = form !== 'columns' ? 'middle' : edge.wordsAt === edge.from ? 'source' : 'target';
    elements.push({group: 'edges', data: {
      id: edge.id, source: edge.from, target: edge.to, label: (form === 'columns' ? edge.words : edge.words.slice(0, 1)).join('\n'), quotes: edge.quotes,
      ink: edge.status === 'denied' ? 'denied' : family.name,
      arrow: SYMMETRIC.has(edge.mark) && edge.to[0] === 'e' ? 'none' : ARROWS[family.name],
      fill: HOLLOW.has(family.name) ? 'hollow' : 'filled',
      line: edge.mark === 'conditional' ? 'dashed' : LINES[edge.status] ?? 'solid',
      curve: edge.curve, ends: edge.ends, at,
      offset: Math.max(...edge.words.map(line => widthOf(line, MARK.size))) / 2 + 14,
    }});
  }
  drawing.batch(() => {
    drawing.elements().remove();
    drawing.add(elements);
    drawing.style().fromJson(looks()).update();
  });
  fit(form);
};

const restyle = () => drawing.style().fromJson(looks()).update();

/// Columns at a size to be read, as tall as they are; a network whole.
const fit = form => {
  const coarse = matchMedia('(pointer: coarse)').matches;
  const all = drawing.elements();
  const box = all.nonempty() ? all.boundingBox() : {x1: 0, y1: 0, w: 1, h: 1};
  const room = canvas.clientWidth - 24;
  drawing.userZoomingEnabled(coarse);
  if (form === 'columns') {
    const zoom = Math.min(1, Math.max(room / box.w, room > 560 ? 0.5 : 0.62));
    const tall = coarse ? Math.round(innerHeight * 0.72) : Math.min(TALLEST, Math.max(260, Math.round(box.h * zoom + 30)));
    canvas.style.height = `${tall}px`;
    drawing.resize();
    // Where not all is seen, what matters most stands first: the actors.
    const wide = box.w * zoom > room;
    const actors = drawing.nodes('[kind != "issue"]').boundingBox();
    const x = wide ? 12 - Math.min(actors.x1 - 70, box.x1 + box.w - room / zoom) * zoom : (canvas.clientWidth - box.w * zoom) / 2 - box.x1 * zoom;
    drawing.viewport({zoom, pan: {x, y: 15 - box.y1 * zoom}});
  } else {
    const zoom = Math.min(1.1, room / box.w);
    const tall = Math.min(innerHeight * 1.1, Math.max(320, box.h * zoom + 40));
    canvas.style.height = `${Math.round(coarse ? innerHeight * 0.72 : tall)}px`;
    drawing.resize();
    drawing.fit(undefined, 16);
    if (drawing.zoom() > 1.1) {
      drawing.zoom(1.1);
      drawing.center();
    }
  }
};

const zoomed = by => drawing.zoom({level: drawing.zoom() * by, renderedPosition: {x: canvas.clientWidth / 2, y: Math.min(canvas.clientHeight, innerHeight) / 2}});

/// What is chosen stands out, with all that touches it.
const choose = id => {
  drawing.batch(() => {
    drawing.elements().removeClass('chosen faded');
    if (id === null) return;
    const chosen = drawing.getElementById(id);
    if (chosen.empty()) return;
    const near = chosen.isNode() ? chosen.closedNeighborhood() : chosen.union(chosen.connectedNodes());
    chosen.addClass('chosen');
    drawing.elements('edge, node[kind != "box"][kind != "note"]').difference(near).addClass('faded');
  });
};
