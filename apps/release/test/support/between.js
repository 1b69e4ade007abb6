import { createServer, request } from 'node:http';

/**
 * Stands before a registry and passes on all but what `meddle` answers itself, which it says by returning true.
 * @param {string} url of the registry
 * @param {(asked: import('node:http').IncomingMessage, answer: import('node:http').ServerResponse) => boolean} meddle
 * @returns {Promise<{ url: string, stop(): Promise<void> }>}
 */
export async function between(url, meddle) {
  const server = createServer((asked, answer) => {
    if (meddle(asked, answer)) return;
    const { method, headers } = asked;
    const onward = request(new URL(asked.url, url), { method, headers }, (got) => {
      answer.writeHead(got.statusCode, got.headers);
      got.pipe(answer);
    });
    onward.on('error', () => answer.destroy());
    asked.pipe(onward);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const stop = () =>
    new Promise((done) => {
      server.close(done);
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${server.address().port}/`, stop };
}
