// Where nodes stand. The same nodes and edges stand in the same places: nothing is drawn by lot.
//
// A node has `id`, `width`, `height`, `group` (its home, or null), an edge `from` and `to`.

const GAP = {actor: 10, group: 20, issue: 12, between: 300, slot: 17};

const mean = numbers => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

/// Blocks in their order, each as near to where it wants to be as the others let it: least squares by pooling adjacent
/// violators (Barlow et al. 1972).
const stacked = (blocks, gap) => {
  const pools = [];
  let offset = 0;
  for (const block of blocks) {
    pools.push({sum: block.wish - block.height / 2 - offset, size: 1});
    block.offset = offset;
    offset += block.height + gap;
    for (let last; pools.length > 1; pools.push(last)) {
      last = pools.pop();
      const before = pools[pools.length - 1];
      if (before.sum / before.size <= last.sum / last.size) {
        pools.push(last);
        break;
      }
      pools.pop();
      last = {sum: before.sum + last.sum, size: before.size + last.size};
    }
  }
  let i = 0;
  for (const {sum, size} of pools) for (const end = i + size; i < end; i += 1) blocks[i].top = sum / size + blocks[i].offset;
};

/// Actors in one column by home, issues in another beside it, in an order with few crossings.
const columns = (nodes, edges) => {
  const actors = nodes.filter(({id}) => id[0] === 'e');
  const right = nodes.filter(({id}) => id[0] === 't');
  const near = new Map(nodes.map(({id}) => [id, []]));
  for (const {from, to} of edges) {
    near.get(from).push(to);
    near.get(to).push(from);
  }
  const groups = [...Map.groupBy(actors, ({group, id}) => group ?? id).values()].map(members => ({members}));
  for (const group of groups) {
    group.headed = group.members.length > 1;
    group.title = group.headed && !group.members.some(({id}) => id === group.members[0].group) ? group.members[0].group : null;
    group.head = group.title ? 22 : 0;
    group.pad = group.headed ? 10 : 0;
  }
  // Sweeps of the barycentre method (Sugiyama et al. 1981), from the busiest down.
  const rank = new Map();
  const busy = members => members.reduce((sum, {id}) => sum + near.get(id).length, 0);
  groups.sort((a, b) => busy(b.members) - busy(a.members));
  const number = () => {
    let i = 0;
    for (const {members} of groups) for (const {id} of members) rank.set(id, i++ / actors.length);
    right.forEach(({id}, i) => rank.set(id, i / right.length));
  };
  const centre = (id, among) => {
    const ranks = near.get(id).filter(other => other[0] === among).map(other => rank.get(other));
    return ranks.length ? mean(ranks) : null;
  };
  number();
  for (let sweep = 0; sweep < 12; sweep += 1) {
    const wishes = new Map(right.map(({id}) => [id, centre(id, 'e')]));
    right.sort((a, b) => wishes.get(a.id) - wishes.get(b.id));
    number();
    const own = new Map(actors.map(({id}) => [id, centre(id, 't') ?? centre(id, 'e') ?? rank.get(id)]));
    groups.forEach(group => {
      group.members.sort((a, b) => own.get(a.id) - own.get(b.id));
      group.wish = mean(group.members.map(({id}) => own.get(id)));
    });
    groups.sort((a, b) => a.wish - b.wish);
    number();
  }

  // Edges that end at an issue stand one under another there, each with room for its words.
  const slots = new Map(right.map(({id}) => [id, []]));
  for (const edge of edges) slots.get(edge.to)?.push(edge);
  // One between actors has its words at the end that has fewer of them.
  const arcs = edges.filter(({to}) => to[0] === 'e');
  const load = new Map(actors.map(({id}) => [id, arcs.filter(({from, to}) => from === id || to === id).length]));
  const beside = new Map(actors.map(({id}) => [id, []]));
  for (const arc of arcs) {
    arc.wordsAt = load.get(arc.from) <= load.get(arc.to) ? arc.from : arc.to;
    beside.get(arc.wordsAt).push(arc);
  }
  for (const actor of actors) {
    actor.height = Math.max(actor.height, beside.get(actor.id).reduce((sum, arc) => sum + arc.lines, 0) * GAP.slot);
  }
  for (const issue of right) {
    issue.height = Math.max(issue.height, slots.get(issue.id).reduce((sum, edge) => sum + edge.lines, 0) * GAP.slot + 6);
  }
  const width = Math.max(0, ...actors.map(actor => actor.width));
  for (const group of groups) {
    group.height = group.head + 2 * group.pad + group.members.reduce((sum, {height}) => sum + height + GAP.actor, -GAP.actor);
  }
  // The taller column stands close; in the other, each is as near to those it deals with as the rest lets it.
  const sum = (blocks, gap) => blocks.reduce((sum, {height}) => sum + height + gap, -gap);
  const close = (blocks, gap) => {
    let top = 0;
    for (const block of blocks) {
      block.top = top;
      top += block.height + gap;
    }
  };
  const at = new Map();
  const drawnTo = (blocks, gap, ends) => {
    for (const block of blocks) {
      const ys = ends(block).flatMap(id => near.get(id)).map(id => at.get(id)).filter(y => y !== undefined);
      block.wish = ys.length ? mean(ys) : null;
    }
    // Who has none there keeps their place in the order.
    blocks.forEach((block, i) => block.wish ??= blocks[i - 1]?.wish ?? blocks.find(({wish}) => wish !== null)?.wish ?? 0);
    stacked(blocks, gap);
  };
  const placeIssues = () => right.forEach(issue => {
    issue.y = issue.top + issue.height / 2;
    at.set(issue.id, issue.y);
  });
  const placeActors = () => groups.forEach(group => {
    let top = group.top + group.head + group.pad;
    for (const actor of group.members) {
      Object.assign(actor, {x: width / 2, y: top + actor.height / 2});
      at.set(actor.id, actor.y);
      top += actor.height + GAP.actor;
    }
  });
  if (sum(groups, GAP.group) > sum(right, GAP.issue)) {
    close(groups, GAP.group);
    placeActors();
    drawnTo(right, GAP.issue, ({id}) => [id]);
    placeIssues();
  } else {
    close(right, GAP.issue);
    placeIssues();
    drawnTo(groups, GAP.group, ({members}) => members.map(({id}) => id));
    placeActors();
  }
  const boxes = [];
  for (const group of groups) {
    if (group.headed) {
      boxes.push({id: `box ${group.members[0].id}`, title: group.title, x: width / 2, y: group.top + group.height / 2, width: width + 20, height: group.height});
    }
  }
  for (const issue of right) issue.x = width + GAP.between + issue.width / 2;
  const where = new Map(nodes.map(node => [node.id, node]));
  for (const [id, mine] of [...slots, ...beside]) {
    const other = ({from, to}) => where.get(from === id ? to : from).y;
    mine.sort((a, b) => other(a) - other(b));
    let line = -mine.reduce((sum, edge) => sum + edge.lines, 0) / 2;
    for (const edge of mine) {
      edge.slot = (line + edge.lines / 2) * GAP.slot;
      line += edge.lines;
    }
  }
  return boxes;
};

/// Nodes pushed apart and edges drawn together, from a spiral in the order of their edges (Fruchterman and Reingold
/// 1991), then boxes moved until none lies on another.
const network = (nodes, edges) => {
  const degree = new Map(nodes.map(({id}) => [id, 0]));
  for (const {from, to} of edges) for (const end of [from, to]) degree.set(end, degree.get(end) + 1);
  const order = [...nodes].sort((a, b) => degree.get(b.id) - degree.get(a.id));
  const turn = Math.PI * (3 - Math.sqrt(5));
  order.forEach((node, i) => Object.assign(node, {x: 90 * Math.sqrt(i + 0.5) * Math.cos(i * turn), y: 60 * Math.sqrt(i + 0.5) * Math.sin(i * turn)}));
  const where = new Map(nodes.map(node => [node.id, node]));
  const ROUNDS = nodes.length > 400 ? 60 : 300;
  const LENGTH = 110;
  for (let round = 0; round < ROUNDS; round += 1) {
    const heat = 60 * (1 - round / ROUNDS) + 1;
    for (const node of order) Object.assign(node, {dx: -node.x * 0.4, dy: -node.y * 0.5});
    for (let i = 0; i < order.length; i += 1) {
      for (let j = 0; j < i; j += 1) {
        const [a, b] = [order[i], order[j]];
        // Labels are wide: what lies beside another is nearer than it looks.
        const [x, y] = [(a.x - b.x) * 0.62, a.y - b.y];
        const apart = x * x + y * y;
        // What is far has no say, or parts that hang on nothing would fly away.
        if (apart > 9 * LENGTH * LENGTH) continue;
        const push = LENGTH * LENGTH / Math.max(apart, 25);
        a.dx += x * push; a.dy += y * push; b.dx -= x * push; b.dy -= y * push;
      }
    }
    for (const {from, to} of edges) {
      const [a, b] = [where.get(from), where.get(to)];
      const [x, y] = [a.x - b.x, a.y - b.y];
      const pull = Math.sqrt(x * x + y * y) / LENGTH;
      a.dx -= x * pull; a.dy -= y * pull; b.dx += x * pull; b.dy += y * pull;
    }
    for (const node of order) {
      const step = Math.sqrt(node.dx * node.dx + node.dy * node.dy) || 1;
      const scale = Math.min(step, heat) / step;
      node.x += node.dx * scale;
      node.y += node.dy * scale;
    }
  }
  // Between ends of one edge there is room for its words.
  const tied = new Set(edges.flatMap(({from, to}) => [`${from} ${to}`, `${to} ${from}`]));
  for (let round = 0; round < 200; round += 1) {
    let moved = false;
    for (let i = 0; i < order.length; i += 1) {
      for (let j = 0; j < i; j += 1) {
        const [a, b] = [order[i], order[j]];
        const words = tied.has(`${a.id} ${b.id}`);
        const wide = (a.width + b.width) / 2 + (words ? 110 : 26) - Math.abs(a.x - b.x);
        const high = (a.height + b.height) / 2 + (words ? 46 : 24) - Math.abs(a.y - b.y);
        if (wide <= 0 || high <= 0) continue;
        moved = true;
        const across = wide < high;
        const by = (across ? wide : high) / 2 + 0.5;
        const sign = (across ? a.x < b.x : a.y < b.y) ? -1 : 1;
        a[across ? 'x' : 'y'] += sign * by;
        b[across ? 'x' : 'y'] -= sign * by;
      }
    }
    if (!moved) break;
  }
  return [];
};
