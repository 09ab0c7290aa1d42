// Drives the HTML page in headless Chromium: nothing on the console, no request, no script of an article, all by mouse
// and by keyboard, in light and dark, at 5,000 edges.
//
//     node page.mjs FOLDER
//
// FOLDER holds articles/graph.html, and so for gold, hostile, kept and large; pictures of what was seen go to FOLDER/seen.
// `CHROMIUM` names the browser where it is not /usr/bin/chromium.
import assert from 'node:assert/strict';
import {mkdirSync, mkdtempSync, readFileSync, rmSync, statSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {pathToFileURL} from 'node:url';
import {chromium} from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const folder = resolve(process.argv[2]);
const seen = join(folder, 'seen');
mkdirSync(seen, {recursive: true});
const profile = mkdtempSync(join(tmpdir(), 'demarche-page-'));

const context = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
  viewport: {width: 1280, height: 900},
  acceptDownloads: false,
});
context.setDefaultTimeout(60_000);
const faults = [];
let requests = 0;
await context.route('**/*', route => {
  const url = route.request().url();
  // A picture made in the page for the printer is none.
  if (url.startsWith('file:') && route.request().isNavigationRequest()) return route.continue();
  if (!url.startsWith('data:') && !url.startsWith('blob:')) {
    requests += 1;
    faults.push(`request: ${url.slice(0, 200)}`);
  }
  return route.abort();
});

const open = async (graph, options = {}) => {
  const page = await context.newPage();
  await page.setViewportSize(options.size ?? {width: 1280, height: 900});
  await page.emulateMedia({colorScheme: options.dark ? 'dark' : 'light'});
  if (!options.faulty) {
    page.on('console', message => ['error', 'warning'].includes(message.type()) && faults.push(`console: ${message.text()}`));
    page.on('pageerror', error => faults.push(`error: ${error.message}`));
    page.on('dialog', dialog => { faults.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  }
  await page.goto(pathToFileURL(join(folder, graph, 'graph.html')).href);
  await page.waitForFunction(() => performance.getEntriesByName('drawn').length === 1);
  return page;
};
const cy = 'document.querySelector("#drawing")._cyreg.cy';
const edges = page => page.evaluate(`${cy}.edges().map(edge => edge.data())`);
const waitForChange = (page, before) => page.waitForFunction(was => performance.getEntriesByName('changed').length > was, before);
const changes = page => page.evaluate(() => performance.getEntriesByName('changed').length);
const change = async (page, act) => {
  const before = await changes(page);
  await act();
  await waitForChange(page, before);
};
const turnTo = (page, view) => page.click(`#tab-${view}`);
const rows = page => page.locator('#panel-list tbody tr');
const accessible = async (page, where) => {
  await page.evaluate(axe);
  const {violations} = await page.evaluate(() => axe.run(document, {resultTypes: ['violations']}));
  const told = violations.map(({id, nodes}) => `${id}: ${nodes.slice(0, 3).map(({html, failureSummary}) => `${html.slice(0, 160)} ${failureSummary.slice(0, 200)}`).join(' | ')}`);
  assert.deepEqual(told, [], `axe, ${where}`);
};

const cases = {
  async 'the graph shows what the list has'() {
    const page = await open('articles');
    const drawn = await edges(page);
    assert.ok(drawn.length > 20, `${drawn.length} edges`);
    await turnTo(page, 'list');
    assert.ok(await rows(page).count() > drawn.length);
    const words = await rows(page).allInnerTexts();
    const names = JSON.parse(await page.locator('#graph').textContent());
    for (const {source, label} of drawn) {
      const [name, mark] = [names.entities[source.slice(1)].name, label.replace('✗ ', '').split(/[\s(]/)[0]];
      assert.ok(words.some(row => row.includes(name) && row.includes(mark)), `${name} ${mark} is not in the list`);
    }
    await page.close();
  },

  async 'search, relation, status, stance and confidence leave what they say'() {
    const page = await open('articles');
    const all = (await edges(page)).length;
    await change(page, () => page.fill('#words', 'zélensky'));
    const found = (await edges(page)).length;
    assert.ok(found > 0 && found < all, `${found} of ${all} with the name, found without its accents`);
    await change(page, () => page.fill('#words', 'no such words at all'));
    assert.equal((await edges(page)).length, 0);
    await change(page, () => page.click('#reset'));
    assert.equal((await edges(page)).length, all);
    assert.equal(await page.inputValue('#words'), '');
    await change(page, () => page.uncheck('#relations input[value=rejected]'));
    const left = await edges(page);
    assert.ok(left.length < all && left.every(({label}) => !label.includes('rejected')));
    await change(page, () => page.click('#reset'));
    await change(page, () => page.uncheck('#statuses input[value=occurred]'));
    assert.ok((await edges(page)).every(({label}) => /planned|possible|✗/.test(label)));
    await change(page, () => page.click('#reset'));
    await change(page, () => page.locator('#confidence').fill('0.9'));
    const sure = (await edges(page)).length;
    assert.ok(sure < all, `${sure} of ${all}`);
    await change(page, () => page.click('#reset'));
    await page.check('#mode input[value=position]');
    const stances = await edges(page);
    assert.ok(stances.length > 5 && stances.every(({label}) => /^(for|against|conditional)/.test(label)));
    await change(page, () => page.uncheck('#stances input[value=for]'));
    assert.ok((await edges(page)).every(({label}) => !label.startsWith('for')));
    await page.close();
  },

  async 'the time slider leaves what is of the time'() {
    const page = await open('gold');
    await turnTo(page, 'list');
    const all = await page.locator('#panel-list caption').innerText();
    const steps = Number(await page.getAttribute('#to', 'max'));
    assert.ok(steps > 5);
    await change(page, () => page.locator('#from').fill(String(Math.round(steps / 2))));
    const since = await page.locator('#time-shown').innerText();
    assert.notEqual(await page.locator('#panel-list caption').innerText(), all);
    const dates = (await page.locator('#panel-list td.date').allInnerTexts()).filter(Boolean);
    assert.ok(dates.length > 5 && dates.every(date => `${date.split(' to ').at(-1)}~` >= since.slice(0, 10)), since);
    await page.close();
  },

  async 'an actor and an issue are chosen by keyboard'() {
    const page = await open('articles');
    await page.focus('#actor');
    await page.keyboard.type('zelen');
    assert.equal(await page.getAttribute('#actor', 'aria-expanded'), 'true');
    await page.keyboard.press('ArrowDown');
    assert.equal(await page.getAttribute('#actor', 'aria-activedescendant'), 'actor-0');
    await change(page, () => page.keyboard.press('Enter'));
    assert.match(await page.inputValue('#actor'), /^Volodymyr Zelenskyy$/);
    await page.keyboard.press('Tab');
    assert.match(await page.inputValue('#actor'), /^Volodymyr Zelenskyy$/, 'it stays when the focus goes on');
    await turnTo(page, 'list');
    assert.ok((await rows(page).allInnerTexts()).every(row => row.includes('Zelenskyy')));
    await page.focus('#issue');
    await page.keyboard.type('security guar');
    await page.keyboard.press('ArrowDown');
    await change(page, () => page.keyboard.press('Enter'));
    assert.ok((await rows(page).allInnerTexts()).every(row => row.includes('guarantees') && row.includes('Zelenskyy')));
    await page.close();
  },

  async 'a click on an edge shows its sentence and who said so'() {
    const page = await open('articles');
    await page.locator('#drawing').scrollIntoViewIfNeeded();
    await page.waitForTimeout(500); // The drawing fits itself to its place.
    const at = await page.evaluate(`(() => {
      const cy = ${cy};
      const edge = cy.edges().filter(edge => edge.data('label').includes('rejected ×2') && edge.source().data('label').includes('Putin'))[0];
      const end = edge.targetEndpoint();
      const box = document.querySelector('#drawing').getBoundingClientRect();
      scrollBy(0, box.top + end.y * cy.zoom() + cy.pan().y - innerHeight / 2);
      const now = document.querySelector('#drawing').getBoundingClientRect();
      // Edges come close to each other at an issue: a place where this one is the nearest.
      const nearest = x => cy.renderer().findNearestElement(x, end.y, true, false);
      const x = [10, 5, 15, 20, 25, 30, 40].map(far => end.x - far).find(x => nearest(x) === edge || nearest(x)?.same?.(edge));
      return {x: now.left + (x ?? end.x - 10) * cy.zoom() + cy.pan().x, y: now.top + end.y * cy.zoom() + cy.pan().y};
    })()`);
    await page.mouse.click(at.x, at.y);
    const marks = await page.locator('#detail mark').allInnerTexts();
    assert.equal(marks.length, 2);
    assert.match(await page.locator('#detail h2').innerText(), /Vladimir Putin rejected .*security guarantees/s);
    assert.match(await page.locator('#detail').innerText(), /As reported by Volodymyr Zelenskyy/);
    assert.match(await page.locator('#detail').innerText(), /2 quotes in \d independent article/);
    const graph = JSON.parse(await page.locator('#graph').textContent());
    const quotes = new Set(graph.acts.flatMap(({evidence}) => evidence.map(({quote}) => quote.replace(/\s+/g, ' '))));
    marks.forEach(mark => assert.ok(quotes.has(mark.replace(/\s+/g, ' ')), mark));
    await page.locator('#detail summary').first().click();
    // A browser tells of the opening when it comes to it, and the passages are put there then.
    await page.locator('#detail .passage').nth(3).waitFor();
    await page.screenshot({path: join(seen, 'evidence.png')});
    await page.close();
  },

  async 'where the text is kept an edge shows the whole sentence, and the paragraph around it'() {
    const page = await open('kept');
    await turnTo(page, 'list');
    await rows(page).filter({has: page.locator('td.mark', {hasText: 'threatened'})}).locator('td.words button').first().click();
    const quote = page.locator('#detail blockquote').first();
    assert.match(await quote.innerText(), /Moscow regretted the vote; she denied that Russia had threatened Bulgaria\. Nobody in Sofia answered her\.$/);
    assert.match(await quote.innerText(), /^SOFIA/, 'the paragraph from its beginning');
    const said = await quote.evaluate(quote => [...quote.childNodes].filter(node => node.className !== 'aside').map(({textContent}) => textContent).join(''));
    assert.match(said, /^Russia's spokeswoman, .* Bulgaria\.$/, 'its own sentence stands out');
    assert.ok((await quote.locator('mark').innerText()).includes('threatened Bulgaria'));
    assert.doesNotMatch(await page.locator('#detail').innerText(), /characters …/);
    await accessible(page, 'a kept text');
    await page.screenshot({path: join(seen, 'kept.png')});
    await page.close();
  },

  async 'the issue that most actors differ on stands first, and it is seen that they do'() {
    const page = await open('gold');
    const {positions, issues} = await page.evaluate(() => JSON.parse(document.querySelector('#graph').textContent));
    const sides = new Map();
    for (const {issue, holder, stance} of positions) {
      if (!sides.has(issue)) sides.set(issue, {});
      (sides.get(issue)[stance] ??= new Set()).add(holder);
    }
    const differing = sides => Object.values(sides).map(side => side.size).sort((a, b) => b - a)[1] ?? 0;
    const most = Math.max(...[...sides.values()].map(differing));
    assert.ok(new Set(positions.map(({holder}) => holder)).size > 18 && most > 1, 'more actors than columns');
    await turnTo(page, 'matrix');
    const first = page.locator('.matrix tbody tr').first();
    const name = await first.locator('th').innerText();
    const of = [...sides].filter(([issue]) => issues[issue].label === name);
    assert.ok(of.some(([, sides]) => differing(sides) === most), `${name} is not what most differ on`);
    const shown = await first.locator('button.cell').evaluateAll(cells => new Set(cells.map(cell => cell.textContent)).size);
    assert.ok(shown > 1, `${name}: one side alone is shown`);
    await page.close();
  },

  async 'who takes part in no act is found, with the offices'() {
    const page = await open('kept');
    const {entities, offices} = await page.evaluate(() => JSON.parse(document.querySelector('#graph').textContent));
    const of = entities.findIndex(({name}) => name === 'Dimitar Glavchev');
    assert.ok(of >= 0 && offices.some(({holder}) => holder === of));
    await page.focus('#actor');
    await page.keyboard.type('glavchev');
    await page.keyboard.press('ArrowDown');
    await change(page, () => page.keyboard.press('Enter'));
    assert.match(await page.locator('#detail').innerText(), /Dimitar Glavchev/);
    assert.match(await page.locator('#detail').innerText(), /prime minister of Bulgaria/);
    await change(page, () => page.click('#reset'));
    await change(page, () => page.fill('#words', 'glavchev'));
    await page.locator('#drawn button', {hasText: 'Dimitar Glavchev'}).click();
    assert.match(await page.locator('#detail h2').innerText(), /Dimitar Glavchev/);
    await accessible(page, 'who takes part in no act');
    await page.close();
  },

  async 'matrix and offices lead back to the graph'() {
    const page = await open('articles');
    await turnTo(page, 'matrix');
    await page.locator('.matrix button.cell.against').first().click();
    assert.ok(await page.locator('#detail mark').count() > 0);
    await page.getByRole('button', {name: 'Show in the graph'}).click();
    assert.equal(await page.getAttribute('#tab-graph', 'aria-selected'), 'true');
    assert.equal(await page.evaluate(`${cy}.edges('.chosen').length`), 1);
    assert.ok((await edges(page)).every(({label}) => /^(for|against|conditional)/.test(label)));
    await turnTo(page, 'matrix');
    await page.click('#reset');
    const issue = await page.locator('.matrix tbody th button').first().innerText();
    await page.locator('.matrix tbody th button').first().click();
    assert.ok(await page.isVisible('#panel-graph'));
    assert.equal(await page.inputValue('#issue'), issue);
    const {issues} = JSON.parse(await page.locator('#graph').textContent());
    const of = issues.findIndex(({label}) => label === issue);
    const within = target => Number(target.slice(1)) === of || (issues[target.slice(1)].broader ?? []).some(broader => within(`t${broader}`));
    const about = (await edges(page)).map(({target}) => target);
    assert.ok(about.length > 0 && about.every(within), 'the issue and what is narrower');
    await page.click('#reset');
    await turnTo(page, 'offices');
    await page.locator('#panel-offices tbody th button', {hasText: 'Putin'}).first().click();
    assert.ok(await page.isVisible('#panel-graph'));
    assert.match(await page.locator('#detail').innerText(), /president of Russia \(current\)/);
    await page.close();
  },

  async 'everything is reached and walked by keyboard'() {
    const page = await open('articles');
    const reached = [];
    for (let i = 0; i < 60; i += 1) {
      await page.keyboard.press('Tab');
      reached.push(await page.evaluate(() => document.activeElement.id || document.activeElement.className || document.activeElement.value || ''));
      if (reached.at(-1) === 'drawing') break;
    }
    for (const id of ['skip', 'theme', 'words', 'actor', 'issue', 'confidence', 'from', 'to', 'reset', 'tab-graph', 'zoom-in', 'drawing']) {
      assert.ok(reached.includes(id), `${id} is not among ${reached}`);
    }
    const said = () => page.locator('#said').innerText();
    await page.keyboard.press('ArrowDown');
    const first = await said();
    assert.match(first, /, \d+ edges?$/);
    await page.keyboard.press('ArrowDown');
    assert.notEqual(await said(), first);
    await page.keyboard.press('n');
    await page.keyboard.press('Enter');
    assert.ok(await page.locator('#detail mark').count() > 0);
    assert.equal(await page.evaluate(() => document.activeElement.tagName), 'H2');
    await page.keyboard.press('Escape');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'drawing');
    await page.focus('#tab-graph');
    await page.keyboard.press('ArrowRight');
    assert.ok(await page.isVisible('#panel-matrix'));
    await page.keyboard.press('End');
    assert.ok(await page.isVisible('#panel-list'));
    assert.equal(await page.evaluate(() => document.activeElement.id), 'tab-list');
    await page.close();
  },

  async 'light and dark, by the system and by the switch'() {
    const brightness = page => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor.match(/\d+/g).reduce((sum, part) => sum + Number(part), 0) / 3);
    const page = await open('articles', {dark: true});
    assert.ok(await brightness(page) < 60);
    const line = await page.evaluate(`${cy}.edges()[0].style('line-color')`);
    await page.click('#theme');
    assert.ok(await brightness(page) > 200);
    assert.notEqual(await page.evaluate(`${cy}.edges()[0].style('line-color')`), line);
    await page.close();
  },

  async 'axe finds nothing, in any view, light and dark'() {
    for (const dark of [false, true]) {
      const page = await open('articles', {dark});
      for (const view of ['graph', 'matrix', 'offices', 'list']) {
        await turnTo(page, view);
        if (view !== 'graph') await page.locator(`#panel-${view} tbody button`).last().click();
        if (!await page.isVisible(`#panel-${view}`)) await turnTo(page, view);
        await accessible(page, `${view}, ${dark ? 'dark' : 'light'}`);
      }
      await turnTo(page, 'graph');
      await page.fill('#actor', 'z');
      await accessible(page, 'names on offer');
      await page.close();
    }
  },

  async 'what an article says never runs'() {
    const page = await open('hostile');
    const title = await page.title();
    const script = "</script><script>document.title='run'</script><img src=x onerror=\"document.title='run'\">";
    const address = "javascript:document.title='run'";
    for (const view of ['graph', 'matrix', 'offices', 'list']) {
      await turnTo(page, view);
      if (await page.locator(`#panel-${view} tbody button`).count()) await page.locator(`#panel-${view} tbody button`).last().click();
    }
    await change(page, () => page.fill('#words', "<script>document.title='run'"));
    await turnTo(page, 'list');
    assert.ok((await rows(page).allInnerTexts()).some(row => row.includes(script)), 'the script stands there as text');
    await page.locator('#panel-list td.words button').first().click();
    assert.match(await page.locator('#detail .article').first().innerText(), /^Title <\/script><script>/);
    assert.ok((await page.locator('#detail').innerText()).includes(address));
    assert.equal(await page.title(), title);
    assert.equal(await page.locator('img').count(), 1, 'the picture for the printer');
    assert.equal(await page.locator('script').count(), 3);
    const links = await page.locator('a').evaluateAll(all => all.map(({protocol, id, className}) => className === 'skip' ? 'https:' : protocol));
    assert.ok(links.every(protocol => protocol === 'https:' || protocol === 'http:'), String(links));
    await page.screenshot({path: join(seen, 'hostile.png')});
    await page.close();
  },

  async 'the policy lets nothing else run and nothing be fetched'() {
    const page = await open('articles', {faulty: true});
    const outcome = await page.evaluate(async () => {
      const script = document.createElement('script');
      script.textContent = 'document.title = "run"';
      document.body.append(script);
      document.body.setAttribute('onclick', 'document.title = "run"');
      document.body.click();
      return fetch('https://example.org/').then(() => 'fetched', () => 'refused');
    });
    assert.equal(outcome, 'refused');
    assert.notEqual(await page.title(), 'run');
    await page.close();
  },

  async '5,000 edges open on their core, and unfold'() {
    const page = await open('large');
    const paint = await page.evaluate(() => Math.round(performance.getEntriesByName('first-contentful-paint')[0].startTime));
    const drawn = await page.evaluate(() => Math.round(performance.getEntriesByName('drawn')[0].startTime));
    assert.equal((await edges(page)).length, 60);
    const timed = act => page.evaluate(async act => {
      const start = performance.now();
      const was = performance.getEntriesByName('changed').length;
      act === 'box' ? document.querySelector('#relations input[value=demanded]').click()
        : (document.querySelector('#words').value = act, document.querySelector('#words').dispatchEvent(new Event('input', {bubbles: true})));
      while (performance.getEntriesByName('changed').length === was) await new Promise(done => setTimeout(done, 1));
      await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
      return Math.round(performance.now() - start);
    }, act);
    const box = await timed('box');
    const words = await timed('ceasefire');
    const again = await timed('treaty');
    console.log(`   first paint ${paint} ms, drawn ${drawn} ms; a filter ${box} ms, the first search ${words} ms, the next ${again} ms (120 ms of it waiting for the next letter)`);
    assert.ok(paint < 4000 && drawn < 5000, 'it opens');
    assert.ok(box < 1500 && words < 2500 && again < 1500, 'it answers');
    await change(page, () => page.click('#reset'));
    await page.click('#more-edges');
    assert.equal((await edges(page)).length, 120);
    await page.click('#core');
    await page.evaluate(`${cy}.nodes('[kind = "person"]')[0].emit('tap') && 0`);
    await page.click('#unfold');
    assert.ok((await edges(page)).length > 60);
    await turnTo(page, 'list');
    assert.equal(await rows(page).count(), 100);
    assert.match(await page.locator('#panel-list caption').innerText(), /Edges: [67],\d{3}/);
    await page.close();
  },

  async 'it is seen on a phone, in the dark, and on paper'() {
    for (const [name, graph, options] of [
      ['articles', 'articles', {}], ['articles-dark', 'articles', {dark: true}], ['articles-phone', 'articles', {size: {width: 390, height: 844}}],
      ['gold', 'gold', {size: {width: 1440, height: 900}}], ['gold-dark-network', 'gold', {dark: true}], ['large', 'large', {}],
    ]) {
      const page = await open(graph, options);
      if (name.endsWith('network')) await page.check('#layout input[value=network]');
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${name}: ${wide} pixels stand out at the side`);
      await page.screenshot({path: join(seen, `${name}.png`), fullPage: true});
      if (name === 'articles') {
        const path = join(seen, 'articles.pdf');
        await page.pdf({path, format: 'A4', printBackground: true});
        assert.ok(statSync(path).size > 50_000, 'the graph is on the paper');
      }
      await page.close();
    }
  },
};

let failed = 0;
for (const [name, test] of Object.entries(cases)) {
  const before = faults.length;
  const start = performance.now();
  try {
    await test();
    assert.deepEqual(faults.slice(before), []);
    console.log(`ok ${name} (${Math.round(performance.now() - start)} ms)`);
  } catch (error) {
    failed += 1;
    console.error(`FAILED ${name}: ${error.stack}\n${faults.slice(before).join('\n')}`);
  }
}
await context.close();
rmSync(profile, {recursive: true, force: true});
console.log(`${Object.keys(cases).length} cases, ${failed} failed, ${requests} requests`);
process.exit(failed === 0 ? 0 : 1);
