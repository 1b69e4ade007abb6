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
      if (!response.ok) throw new Error(`HTTP status ${response.status}`);
      // Servers of one-page apps answer with their page where there is no such file.
      if (response.headers.get('content-type')?.startsWith('text/html')) throw new Error('a page of HTML');
      return new Uint8Array(await response.arrayBuffer());
    },
  };
}
