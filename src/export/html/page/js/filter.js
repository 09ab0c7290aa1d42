// What is asked for, and which facts pass.

const asked = {
  words: [],
  marks: new Set(familyOf.keys()),
  statuses: new Set(STATUSES),
  actor: null,
  issue: null,
  confidence: 0,
  from: 0,
  to: Math.max(0, calendar.length - 1),
  mode: acts.length || !positions.length ? 'act' : 'position',
};

const clearAsked = () => Object.assign(asked, {
  words: [],
  marks: new Set(familyOf.keys()),
  statuses: new Set(STATUSES),
  actor: null,
  issue: null,
  confidence: 0,
  from: 0,
  to: Math.max(0, calendar.length - 1),
});

const allTime = () => asked.from === 0 && asked.to >= calendar.length - 1;

/// A coarse date passes where a part of it does: behind the letters given, `~` sorts after all others. Without a date
/// a fact passes only while no time is asked for.
const inTime = ({dates}) => allTime()
  || dates !== undefined && `${dates[1]}~` >= calendar[asked.from] && dates[0] <= `${calendar[asked.to]}~`;

/// The facts of a kind that pass.
const passing = kind => {
  const of = asked.issue === null ? null : withNarrower(asked.issue);
  return facts.filter(fact => fact.kind === kind
    && (kind === 'office' || asked.marks.has(fact.mark))
    && (kind !== 'act' || asked.statuses.has(fact.status))
    && (asked.actor === null || partners(fact).includes(asked.actor))
    && (of === null || kind === 'office' || of.has(fact.issue))
    && fact.confidence >= asked.confidence
    && inTime(fact)
    && asked.words.every(word => haystack(fact).includes(word)));
};
