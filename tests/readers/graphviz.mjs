// Draws DOT files with Graphviz itself and reads what is drawn. Standard input: one path a line. Standard
// output: one line of JSON for each. The folder that holds node_modules is the argument.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const from = createRequire(pathToFileURL(`${process.argv[2]}/`));
const { JSDOM } = from('jsdom');
const viz = await from('@viz-js/viz').instance();

// White space as it is drawn: lines end, blanks may not break.
const plain = (text) => text.replace(/\s+/gu, ' ').trim();

for (const path of readFileSync(0, 'utf8').split('\n').filter(Boolean)) {
  const svg = viz.renderString(readFileSync(path, 'utf8'), { format: 'svg' });
  const { document } = new JSDOM(svg, { contentType: 'image/svg+xml' }).window;
  const drawn = (kind) =>
    [...document.querySelectorAll(`g.${kind}`)].map((it) => [
      it.querySelector('title').textContent,
      plain([...it.querySelectorAll('text')].map((line) => line.textContent).join(' ')),
    ]);
  console.log(
    JSON.stringify({
      nodes: drawn('node').sort(),
      edges: drawn('edge').length,
      groups: drawn('cluster').map(([, text]) => text).sort(),
    }),
  );
}
