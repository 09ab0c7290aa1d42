// Small comforts; every page works without them.
(() => {
'use strict';
const root = document.documentElement;
let kept = null;
try { kept = localStorage.getItem('theme'); } catch { /* Not all browsers keep things. */ }
if (kept === 'light' || kept === 'dark') root.dataset.theme = kept;

const theme = document.getElementById('theme');
const isDark = () => root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
if (theme) {
  theme.hidden = false;
  theme.setAttribute('aria-pressed', String(isDark()));
  theme.addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark';
    theme.setAttribute('aria-pressed', String(isDark()));
    try { localStorage.setItem('theme', root.dataset.theme); } catch { /* As above. */ }
  });
}

// A slash goes to the search, as on many sites.
document.addEventListener('keydown', event => {
  const typing = event.target instanceof Element && event.target.closest('input, textarea, select, iframe');
  if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  document.getElementById('find')?.focus();
});

// What was left empty need not stand in the address.
for (const form of document.querySelectorAll('form')) {
  form.addEventListener('submit', () => {
    for (const field of form.elements) if (field.name && field.value === '') field.disabled = true;
  });
}
addEventListener('pageshow', () => {
  for (const field of document.querySelectorAll('form :disabled')) field.disabled = false;
});
})();
