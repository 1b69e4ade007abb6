import { createServer, request } from 'node:http';

/**
 * A registry in front of another one, which takes `count` packages and then is full.
 * @param {string} registry
 * @param {number} count
 * @returns {Promise<{ url: string, close(): Promise<void> }>}
 */
export async function fullAfter(registry, count) {
  let left = count;
  const server = createServer((asked, answer) => {
    if (asked.method === 'PUT' && left-- <= 0) {
      asked.resume();
      answer.writeHead(507, { 'content-type': 'application/json' }).end('{"error":"no space left"}');
      return;
    }
    const passed = request(new URL(asked.url, registry), { method: asked.method, headers: asked.headers }, (got) => {
      answer.writeHead(got.statusCode, got.headers);
      got.pipe(answer);
    });
    passed.on('error', () => answer.destroy());
    asked.pipe(passed);
  });
  await new Promise((done, failed) => server.once('error', failed).listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    close() {
      server.closeAllConnections();
      return new Promise((done) => server.close(done));
    },
  };
}
