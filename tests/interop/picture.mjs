// Takes the picture of the page that the README shows: an edge is chosen, and its sentences stand beside the graph.
//
//     node picture.mjs GRAPH.html PICTURE.png
import {resolve} from 'node:path';
import {pathToFileURL} from 'node:url';
import {chromium} from 'playwright-core';

const [graph, picture] = process.argv.slice(2).map(path => resolve(path));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
});
const page = await browser.newPage({viewport: {width: 1120, height: 520}});
await page.goto(pathToFileURL(graph).href);
await page.waitForFunction(() => performance.getEntriesByName('drawn').length === 1);
await page.evaluate(() => {
  const edges = document.querySelector('#drawing')._cyreg.cy.edges();
  const chosen = edges.filter(edge => edge.data('quotes') > 1 && edge.data('ink') === 'against');
  (chosen.nonempty() ? chosen : edges)[0].emit('tap');
  scrollTo(0, document.querySelector('#panel-graph').getBoundingClientRect().top + scrollY - 8);
});
await page.waitForTimeout(500);
await page.screenshot({path: picture});
await browser.close();
