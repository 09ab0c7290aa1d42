// Looks at every view of `demarche serve` in headless Chromium: nothing on the console, no request elsewhere, no script of an
// article, axe-core finds nothing in light and dark, nothing wider than the window; with and without script.
//
//     node serve.mjs DEMARCHE GRAPH FOLDER
//
// GRAPH is that of the two articles; pictures of what was seen go to FOLDER. `CHROMIUM` names the browser where it is not
// /usr/bin/chromium.
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {mkdirSync, readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join, resolve} from 'node:path';
import {chromium} from 'playwright-core';

const [program, graph, folder] = process.argv.slice(2).map(path => resolve(path));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
mkdirSync(folder, {recursive: true});

const server = spawn(program, ['serve', graph, '--port', '0'], {stdio: ['ignore', 'pipe', 'inherit']});
const home = await new Promise((done, fail) => {
  server.stdout.once('data', line => done(String(line).trim()));
  server.once('exit', () => fail(new Error('the server did not start')));
});

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
});
const faults = [];
const watch = page => {
  page.on('console', message => ['error', 'warning'].includes(message.type()) && faults.push(`console: ${message.text()}`));
  page.on('pageerror', error => faults.push(`error: ${error.message}`));
  page.on('dialog', dialog => { faults.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on('request', request => {
    const url = request.url();
    if (!url.startsWith(home) && !url.startsWith('data:') && !url.startsWith('blob:')) faults.push(`request: ${url}`);
  });
};

const ask = async path => (await fetch(home + path.slice(1))).json();
const act = (await ask('/api/acts?topic=guarantees')).items[0];
const issue = (await ask('/api/issues')).items[0].issue;
const article = (await ask('/api/articles')).items[0].id;
const coded = encodeURIComponent;
const views = {
  home: '/', matrix: '/matrix', issues: '/issues', issue: `/issue?label=${coded(issue)}`, positions: '/positions?actor=Zelensky',
  offices: '/offices', acts: '/acts', timeline: '/timeline?actor=Zelensky', ask: `/ask?q=${coded('Who rejected Russian security guarantees?')}`,
  search: '/search?q=guarantees', actors: '/actors', actor: '/actor?name=Friedrich+Merz', topic: `/topic?id=${coded(act.topic_id)}`,
  articles: '/articles', article: `/article?id=${coded(article)}`, fact: `/fact?id=${coded(act.id)}`, graph: '/graph?party=Trump', sparql: '/sparql',
  missing: '/actor?name=Nobody+Whatever',
};

try {
  for (const [width, height] of [[1440, 900], [1024, 768], [420, 900]]) {
    for (const dark of [false, true]) {
      const context = await browser.newContext({viewport: {width, height}, colorScheme: dark ? 'dark' : 'light'});
      const page = await context.newPage();
      page.setDefaultTimeout(120_000);
      watch(page);
      for (const [name, path] of Object.entries(views)) {
        await page.goto(home + path.slice(1));
        if (name === 'missing') faults.splice(0, faults.length, ...faults.filter(fault => !fault.includes('404')));
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.equal(wide, 0, `${name} at ${width} is ${wide} pixels too wide`);
        if (!dark) await page.screenshot({path: join(folder, `${name}-${width}.png`)});
      }
      await context.close();
    }
  }
  console.log(`${Object.keys(views).length} views at three widths, in light and dark: nothing on the console, nothing too wide`);

  // axe is put into the page past its policy, which is for what a page brings with it.
  for (const dark of [false, true]) {
    const context = await browser.newContext({bypassCSP: true, colorScheme: dark ? 'dark' : 'light', viewport: {width: 1280, height: 900}});
    const page = await context.newPage();
    for (const [name, path] of Object.entries(views)) {
      await page.goto(home + path.slice(1));
      await page.evaluate(axe);
      const {violations} = await page.evaluate(() => axe.run({exclude: ['iframe']}, {resultTypes: ['violations'], iframes: false}));
      assert.deepEqual(violations.map(v => `${v.id}: ${v.nodes.map(node => node.target).join(' ')}`), [], `axe, ${name}`);
    }
    await context.close();
  }
  console.log('axe-core finds nothing in any view, light and dark');

  const context = await browser.newContext();
  const page = await context.newPage();
  watch(page);
  await page.goto(home);
  await page.keyboard.press('/');
  await page.keyboard.type('guarantees');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/search?q=guarantees');
  await page.goto(`${home}acts`);
  await page.getByLabel('Who', {exact: true}).fill('Zelensky');
  await page.getByLabel('Relation').selectOption('rejected');
  await page.getByRole('button', {name: 'Show'}).click();
  await page.waitForURL('**/acts?source=Zelensky&relation=rejected');
  await page.locator('.facts .fact a').first().click();
  await page.waitForURL('**/actor?id=**');
  await page.goBack();
  assert.equal(await page.getByLabel('Who', {exact: true}).inputValue(), 'Zelensky');
  await page.goForward();
  assert.ok(page.url().includes('/actor?id='));
  await page.locator('#theme').click();
  const theme = await page.evaluate(() => document.documentElement.dataset.theme);
  await page.reload();
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), theme);
  await page.goto(`${home}graph?party=Trump`);
  await page.frameLocator('iframe').locator('#drawing canvas').first().waitFor();
  await context.close();
  console.log('search, filters, back and forward, theme and the drawn graph work by keyboard and mouse');

  const plain = await browser.newContext({javaScriptEnabled: false});
  const still = await plain.newPage();
  await still.goto(`${home}ask`);
  await still.locator('#question').fill('Is Merz the chancellor of Germany?');
  await still.locator('form.ask button').click();
  await still.waitForURL('**/ask?q=*');
  assert.equal(await still.locator('.answer').textContent(), 'Yes.');
  await plain.close();
  console.log('without script a question is answered as well');
  assert.deepEqual(faults, []);
} finally {
  await browser.close();
  server.kill('SIGTERM');
}
