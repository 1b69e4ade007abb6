/**
 * Runs the reproductions of docs/upstream-bugs.md against the installed libraries: `npm run upstream-bugs`. A bug that is gone
 * means that a workaround can go, too.
 */
import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';

const text = readFileSync(new URL('../../../docs/upstream-bugs.md', import.meta.url), 'utf8');
const bugs = [...text.matchAll(/^### (.+)\n[\s\S]*?```js\n([\s\S]*?)```/gm)].map(([, title, code]) => ({
  title,
  code,
}));

/** Each in a thread of its own: some corrupt memory. What it posts is what the library answered, as text. */
function run(code) {
  const body = code.replace(/\/\/ right: .*/g, '').replace(/console\.log\(/g, 'post(');
  const module = `import { parentPort } from 'node:worker_threads';
    const post = (...values) => parentPort.postMessage(values.map(String).join(' '));
    ${body}`;
  const url = new URL(`data:text/javascript,${encodeURIComponent(resolveImports(module))}`);
  return new Promise((resolve) => {
    const worker = new Worker(url, { stderr: true, stdout: true });
    worker.on('message', (answer) => {
      resolve(answer);
      void worker.terminate();
    });
    worker.on('error', (error) => resolve(`throws ${error.message}`));
    worker.on('exit', () => resolve('ends without an answer'));
  });
}

/** A data: module has no folder to look from. */
function resolveImports(code) {
  return code.replace(/(from|import) '([^'.][^']*)'/g, (all, word, name) =>
    name.startsWith('node:') ? all : `${word} '${import.meta.resolve(name)}'`,
  );
}

for (const { title, code } of bugs) {
  const right = /\/\/ right: (.*)/.exec(code)?.[1];
  const answer = await run(code);
  console.log(
    `${answer === right ? 'gone       ' : 'still there'} ${title}\n            got ${answer}; right is ${right}`,
  );
}
