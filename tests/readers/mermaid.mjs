// Reads Mermaid files with Mermaid's own parser. Standard input: one path a line. Standard output: one line
// of JSON for each. The folder that holds node_modules is the argument.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const from = createRequire(pathToFileURL(`${process.argv[2]}/`));
const { JSDOM } = from('jsdom');
const { window } = new JSDOM('');
globalThis.window = window;
globalThis.document = window.document;
const { default: mermaid } = await import(
  pathToFileURL(`${process.argv[2]}/node_modules/mermaid/dist/mermaid.core.mjs`)
);
mermaid.initialize({ startOnLoad: false });

// Entities as the browser would show them.
const shown = (text) => {
  const element = document.createElement('textarea');
  const entities = text
    .replace(/ﬂ°°/g, '&#')
    .replace(/ﬂ°/g, '&')
    .replace(/¶ß/g, ';')
    .replace(/<br\s*\/?>/g, '\n');
  element.innerHTML = entities;
  return element.value;
};

for (const path of readFileSync(0, 'utf8').split('\n').filter(Boolean)) {
  const text = readFileSync(path, 'utf8');
  await mermaid.parse(text);
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
  console.log(
    JSON.stringify({
      nodes: [...db.getVertices().values()].map((it) => shown(it.text)).sort(),
      edges: db.getEdges().length,
      round: db.getEdges().filter((it) => it.style?.length).length,
      groups: db.getSubGraphs().map((it) => shown(it.title)).sort(),
    }),
  );
}
