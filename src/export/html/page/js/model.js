// The graph of the file as facts: acts, positions, offices.

const {families, documents, entities, issues, acts, positions, offices} = JSON.parse(byId('graph').textContent);

const familyOf = new Map();
for (const family of families) for (const mark of [...family.relations, ...family.stances]) familyOf.set(mark, family);

const SYMMETRIC = new Set(['met', 'agreed', 'cooperated']);
const STATUSES = ['occurred', 'planned', 'possible', 'denied'];
const STATUS_WORDS = {occurred: 'happened or said', planned: 'planned', possible: 'possible', denied: 'denied'};

/// Letters without case and accents.
const fold = text => text.normalize('NFKD').replace(/\p{M}+/gu, '').toLowerCase();

const entityName = i => label(entities[i].name, 200);
const issueName = i => label(issues[i].label, 300);

const narrower = issues.map(() => []);
issues.forEach((issue, i) => issue.broader?.forEach(broader => narrower[broader].push(i)));

/// An issue with all that are narrower.
const withNarrower = issue => {
  const all = new Set([issue]);
  for (const one of all) narrower[one].forEach(next => all.add(next));
  return all;
};

const fact = (kind, entry, mark, source, target) => ({
  kind,
  mark,
  source,
  target,
  issue: entry.issue,
  title: entry.title,
  status: entry.status,
  reporter: entry.reporter,
  places: entry.places ?? [],
  date: entry.date,
  dates: entry.date ? [entry.date, entry.date] : entry.dates,
  confidence: entry.confidence,
  evidence: entry.evidence,
});

const facts = [
  ...acts.map(act => fact('act', act, act.relation, act.source, act.target)),
  ...positions.map(position => fact('position', position, position.stance, position.holder)),
  ...offices.map(office => fact('office', office, 'holds', office.holder, office.of)),
];

/// All who take part: actor, the one acted upon, who reports it.
const partners = fact => [fact.source, fact.target, fact.reporter].filter(one => one !== undefined);

/// The articles that show it, copies of one text counted once.
const stories = evidence => new Set(evidence.map(({document}) => documents[document].story ?? document));

/// Each fact's words that a search looks at, put together when the first search comes.
const haystack = fact => fact.words ??= fold([
  fact.mark,
  fact.title ?? '',
  ...partners(fact).flatMap(one => [entities[one].name, ...(entities[one].aliases ?? [])]),
  ...(fact.issue === undefined ? [] : [issues[fact.issue].label, ...(issues[fact.issue].variants ?? [])]),
  ...fact.evidence.flatMap(({quote, document}) => [quote, documents[document].title ?? '', documents[document].name]),
].join('\n'));

const isDate = text => /^\d{4}(-\d{2}(-\d{2})?)?$/.test(text);
const dateWords = dates => !dates ? '' : dates[0] === dates[1] ? label(dates[0], 20) : `${label(dates[0], 20)} to ${label(dates[1], 20)}`;

/// All dates that a fact is of or an article is from, in order.
const calendar = [...new Set(facts.flatMap(({dates}) => dates ?? []).filter(isDate))].sort();

/// The pieces of each article that the graph has, in text order; what overlaps is one. Offsets are code points.
const passages = new Map();
const passagesOf = document => {
  if (passages.size === 0) {
    const pieces = documents.map(() => []);
    for (const {evidence} of facts) for (const words of evidence) pieces[words.document].push(words);
    pieces.forEach((all, i) => passages.set(i, joined(all)));
  }
  return passages.get(document);
};
const joined = pieces => {
  const all = [];
  for (const {start, quote} of [...pieces].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const letters = Array.from(quote);
    const last = all[all.length - 1];
    if (last && start <= last.start + last.letters.length) {
      last.letters.push(...letters.slice(last.start + last.letters.length - start));
    } else {
      all.push({start, letters});
    }
  }
  return all;
};
