// Elements are made here and nowhere else: text goes in as text, never as markup.

const byId = id => document.getElementById(id);

/// An address that a click may open: of the web alone.
const web = url => /^https?:\/\/[^\s"<>\\]+$/.test(url) ? url : null;

/// An element. A function in `attributes` listens to the event of its name; a text among the children stays a text.
const element = (name, attributes = {}, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') made.addEventListener(key, value);
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(key, value === true ? '' : value);
  }
  made.append(...children.flat().filter(child => child !== null && child !== undefined && child !== '' && child !== false));
  return made;
};

/// A text of an article, kept from turning the direction of what stands around it.
const said = (text, name = 'bdi', attributes = {}) => element(name, {dir: 'auto', ...attributes}, text);

/// A link to an article where it has an address of the web, else its words alone.
const linked = (words, url) => {
  const address = url && web(url);
  if (!address) return said(words);
  return element('a', {href: address, target: '_blank', rel: 'noreferrer noopener'}, said(words));
};

const button = (words, click, attributes = {}) => element('button', {type: 'button', click, ...attributes}, words);

const count = (number, one, many = `${one}s`) => `${number.toLocaleString('en')} ${number === 1 ? one : many}`;

/// Text for a label: directions, controls and line breaks are spaces; at most so many letters.
const label = (text, longest) => {
  const tame = text.replace(/[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069\ufffe\uffff]+/gu, ' ').replace(/\s+/g, ' ').trim();
  const letters = Array.from(tame.slice(0, longest * 4));
  if (!letters.length) return '?';
  return letters.length <= longest ? letters.join('') : `${letters.slice(0, longest - 1).join('').trimEnd()}…`;
};
