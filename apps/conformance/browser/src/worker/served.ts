import { MosaError } from '@mosa-js/core';

/**
 * Makes sure that files of this app are where its build said. Libraries that miss theirs wait, or fail without a name.
 * @returns their absolute URLs
 * @throws MosaError `unavailable`, naming the file
 */
export async function served(files: readonly string[]): Promise<string[]> {
  return Promise.all(
    files.map(async (file) => {
      const url = new URL(file, import.meta.url).href;
      const how = 'the file that the app serves itself (build it again, and deploy all of its dist folder)';
      const missing = (actual: string) => new MosaError('unavailable', url, how, actual);
      const response = await fetch(url, { method: 'HEAD' }).catch((error: Error) => {
        throw missing(error.message);
      });
      if (!response.ok) throw missing(`HTTP status ${response.status}`);
      if (response.headers.get('content-type')?.startsWith('text/html')) throw missing('a page of HTML');
      return url;
    }),
  );
}
