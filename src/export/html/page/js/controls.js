// The filters: what is chosen goes into `asked`, and `changed` is called.

/// A text field that offers names as one types (the combobox pattern of the ARIA Authoring Practices).
const combobox = (field, name, words, options, chosen) => {
  const OFFERED = 12;
  const input = element('input', {
    id: name, type: 'text', role: 'combobox', autocomplete: 'off', spellcheck: 'false',
    'aria-expanded': 'false', 'aria-autocomplete': 'list', 'aria-controls': `${name}-list`, placeholder: 'All',
  });
  const list = element('ul', {id: `${name}-list`, role: 'listbox', 'aria-label': words, hidden: true});
  field.append(element('label', {for: name}, words), element('div', {class: 'combobox'}, input, list));
  let offered = [];
  let current = -1;
  let value = null;
  const restore = () => { input.value = value === null ? '' : options.find(option => option.value === value)?.text ?? ''; };
  const closeList = () => {
    list.hidden = true;
    current = -1;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  };
  const move = to => {
    current = to;
    [...list.children].forEach((item, i) => item.setAttribute('aria-selected', String(i === to)));
    input.setAttribute('aria-activedescendant', `${name}-${to}`);
    list.children[to].scrollIntoView({block: 'nearest'});
  };
  const take = option => {
    closeList();
    value = option ? option.value : null;
    restore();
    chosen(value);
  };
  const offer = () => {
    const parts = fold(input.value).split(/\s+/).filter(Boolean);
    offered = options.filter(({folded}) => parts.every(part => folded.includes(part))).slice(0, OFFERED);
    list.replaceChildren(...offered.map((option, i) => element('li', {
      id: `${name}-${i}`, role: 'option', 'aria-selected': 'false',
      // Before the field loses the focus.
      mousedown: event => { event.preventDefault(); take(option); },
    }, said(option.text), element('span', {class: 'place'}, ` ${option.count}`))));
    list.hidden = !offered.length;
    current = -1;
    input.setAttribute('aria-expanded', String(!list.hidden));
    input.removeAttribute('aria-activedescendant');
  };
  input.addEventListener('input', () => {
    offer();
    if (input.value === '') {
      value = null;
      chosen(null);
    }
  });
  input.addEventListener('click', offer);
  input.addEventListener('blur', () => {
    closeList();
    restore();
  });
  input.addEventListener('keydown', event => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (list.hidden) offer();
      if (offered.length) move((current + (event.key === 'ArrowDown' ? 1 : current < 0 ? 0 : -1) + offered.length) % offered.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (!list.hidden && offered.length && input.value) take(offered[Math.max(0, current)]);
      else if (current >= 0) take(offered[current]);
    } else if (event.key === 'Escape') {
      if (list.hidden) take(null);
      else closeList();
    }
  });
  return {set: to => { value = to; restore(); }};
};

/// What takes part in most facts comes first.
const optionsOf = (list, name, more, involved) => {
  const counts = list.map(() => 0);
  for (const fact of facts) for (const one of new Set(involved(fact))) counts[one] += 1;
  return list.map((_, value) => ({value, text: name(value), count: counts[value], folded: fold([name(value), ...(more(list[value]) ?? [])].join('\n'))}))
    .filter(option => option.count)
    .sort((a, b) => b.count - a.count || a.value - b.value);
};

/// Boxes to tick, as chips; nothing ticked is everything.
const chips = (field, values, has, sign, words) => {
  for (const value of values) {
    const box = element('input', {type: 'checkbox', value, checked: true, change: () => {
      if (box.checked) has().add(value);
      else has().delete(value);
      changed();
    }});
    field.append(element('label', {class: 'chip'}, box, element('span', {}, sign(value), ' ', words(value))));
  }
};

const signOf = mark => element('span', {class: `sign ${familyOf.get(mark).name}`, 'aria-hidden': 'true'}, familyOf.get(mark).sign);
const present = new Set(facts.map(({mark}) => mark));
const relationsHere = families.flatMap(({relations}) => relations).filter(mark => present.has(mark));
const stancesHere = families.flatMap(({stances}) => stances).filter(mark => present.has(mark));
const statusesHere = STATUSES.filter(status => facts.some(fact => fact.kind === 'act' && fact.status === status));

chips(byId('relations'), relationsHere, () => asked.marks, signOf, mark => mark);
chips(byId('stances'), stancesHere, () => asked.marks, signOf, mark => mark);
chips(byId('statuses'), statusesHere, () => asked.statuses,
  status => element('span', {class: `stroke ${status}`, 'aria-hidden': 'true'}, status === 'denied' ? '✗' : ''), status => STATUS_WORDS[status]);

const actorOptions = optionsOf(entities, entityName, ({aliases}) => aliases, partners);
const actorBox = combobox(byId('actor-field'), 'actor', 'Actor', actorOptions, actor => {
  asked.actor = actor;
  changed();
  if (actor !== null) openNode(`e${actor}`, false);
});
const issueBox = combobox(byId('issue-field'), 'issue', 'Issue', optionsOf(issues, issueName, ({variants}) => variants, ({issue}) => issue === undefined ? [] : [issue]), issue => {
  asked.issue = issue;
  changed();
  if (issue !== null) openNode(`t${issue}`, false);
});

let waiting = null;
const soon = act => {
  clearTimeout(waiting);
  waiting = setTimeout(act, 120);
};

byId('words').addEventListener('input', event => {
  asked.words = fold(event.target.value).split(/\s+/).filter(Boolean);
  soon(changed);
});
byId('confidence').addEventListener('input', event => {
  asked.confidence = Number(event.target.value);
  soon(changed);
  told();
});

const [from, to] = [byId('from'), byId('to')];
from.max = to.max = Math.max(0, calendar.length - 1);
byId('time').hidden = calendar.length < 2;
for (const [slider, other] of [[from, to], [to, from]]) {
  slider.addEventListener('input', () => {
    // The ends push each other along.
    if (Number(from.value) > Number(to.value)) other.value = slider.value;
    asked.from = Number(from.value);
    asked.to = Number(to.value);
    soon(changed);
    told();
  });
}

/// What the sliders say, in words.
const told = () => {
  byId('confidence-shown').textContent = asked.confidence.toFixed(2);
  byId('time-shown').textContent = calendar.length ? `${calendar[asked.from]} to ${calendar[asked.to]}` : '';
  from.setAttribute('aria-valuetext', calendar[asked.from] ?? '');
  to.setAttribute('aria-valuetext', calendar[asked.to] ?? '');
};

/// The controls as `asked` has it.
const setControls = () => {
  byId('words').value = asked.words.join(' ');
  byId('confidence').value = asked.confidence;
  from.value = asked.from;
  to.value = asked.to;
  for (const box of document.querySelectorAll('#relations input, #stances input')) box.checked = asked.marks.has(box.value);
  for (const box of document.querySelectorAll('#statuses input')) box.checked = asked.statuses.has(box.value);
  for (const box of document.querySelectorAll('#mode input')) box.checked = box.value === asked.mode;
  actorBox.set(asked.actor);
  issueBox.set(asked.issue);
  told();
};

byId('filters').addEventListener('submit', event => event.preventDefault());
byId('filters').addEventListener('reset', event => {
  event.preventDefault();
  clearAsked();
  setControls();
  changed();
});
