// Facts that are drawn as one edge: same ends, same relation or stance, same status.

/// Edges of these facts, those of most evidence first: by independent articles, then quotes, then how much their ends
/// have in all.
const edgesOf = shown => {
  const edges = new Map();
  for (const fact of shown) {
    let [from, to] = [`e${fact.source}`, null];
    if (fact.issue !== undefined) to = `t${fact.issue}`;
    else if (fact.target !== undefined && fact.target !== fact.source) {
      to = `e${fact.target}`;
      if (SYMMETRIC.has(fact.mark) && fact.target < fact.source) [from, to] = [to, from];
    }
    const id = `${from}|${to ?? ''}|${fact.mark}|${fact.status ?? ''}`;
    if (!edges.has(id)) edges.set(id, {id, from, to, kind: fact.kind, mark: fact.mark, status: fact.status, facts: []});
    edges.get(id).facts.push(fact);
  }
  const weights = new Map();
  const all = [...edges.values()];
  for (const edge of all) {
    const evidence = edge.facts.flatMap(fact => fact.evidence);
    edge.quotes = new Set(evidence.map(({document, start, end}) => `${document}:${start}:${end}`)).size;
    edge.stories = stories(evidence).size;
    for (const end of [edge.from, edge.to]) weights.set(end, (weights.get(end) ?? 0) + edge.quotes);
  }
  const weight = edge => weights.get(edge.from) + weights.get(edge.to);
  return all.sort((a, b) => b.stories - a.stories || b.quotes - a.quotes || weight(b) - weight(a) || (a.id < b.id ? -1 : 1));
};

const endName = end => end === null ? '' : end[0] === 'e' ? entityName(+end.slice(1)) : issueName(+end.slice(1));

/// Who is acted upon, where the edge goes to an issue.
const towards = edge => {
  const all = edge.to?.[0] === 't' ? edge.facts.map(({target}) => target) : [];
  return [...new Set(all.filter(target => target !== undefined))].map(entityName);
};

/// `rejected`, `✗ rejected`, `rejected (planned)`.
const markWords = ({mark, status}) => status === 'denied' ? `✗ ${mark}`
  : status && status !== 'occurred' && STATUS_WORDS[status] ? `${mark} (${status})` : mark;

/// `×3`, and in how many articles where that is another number.
const evidenceWords = ({quotes, stories}) => quotes === 1 ? '' : stories === quotes ? `×${quotes}` : `×${quotes} in ${stories}`;

/// The edge in a sentence.
const edgeWords = edge => {
  const whom = towards(edge);
  return [endName(edge.from), markWords(edge), whom.length ? `${whom.join(', ')}:` : '', endName(edge.to)].filter(Boolean).join(' ');
};
