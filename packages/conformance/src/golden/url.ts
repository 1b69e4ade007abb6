import type { GoldenSource } from './source';

/**
 * Golden files below a URL, fetched one by one.
 * @param url the folder that has cases.json, absolute or relative to the page or worker
 */
export function goldenUrl(url: string | URL): GoldenSource {
  const text = String(url);
  const folder = text.endsWith('/') ? text : `${text}/`;
  const locate = (file: string) => `${folder}${file}`;
  return {
    locate,
    async read(file) {
      const response = await fetch(locate(file));
      const isMissing = response.status === 404 || response.status === 410;
      if (!response.ok) throw failure(`HTTP status ${response.status}`, isMissing);
      // Servers of one-page apps answer with their page where there is no such file.
      if (response.headers.get('content-type')?.startsWith('text/html')) throw failure('a page of HTML', true);
      return new Uint8Array(await response.arrayBuffer());
    },
  };
}

function failure(message: string, isMissing: boolean): Error {
  return Object.assign(new Error(message), isMissing ? { code: 'ENOENT' } : {});
}
