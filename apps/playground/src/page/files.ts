import { modelNames } from '../model/configs';
import { toHash } from '../settings/hash';
import type { Settings } from '../settings/settings';
import type { Request } from '../worker/protocol';
import { byId, element } from './dom';

/** Bytes of a checkpoint at most: the largest models of this page have a tenth of it. */
const mostBytes = 500_000_000;

/** The fourth section. */
export function createFiles(ask: (request: Request, transfer?: Transferable[]) => void) {
  const link = byId<HTMLInputElement>('link');
  const load = byId<HTMLInputElement>('load');
  const note = (words: string) => {
    byId('files-note').textContent = words;
  };
  const problem = (words: string) => {
    byId('files-problem').textContent = words;
  };

  byId('copy').addEventListener('click', async () => {
    link.select();
    try {
      await navigator.clipboard.writeText(link.value);
      note('The address is copied.');
    } catch {
      note('The browser does not let this page copy. The address is selected: copy it with the keyboard.');
    }
  });
  for (const model of modelNames)
    byId(`save-${model}`).addEventListener('click', () => {
      problem('');
      ask({ kind: 'save', model });
    });
  load.addEventListener('change', async () => {
    const file = load.files?.[0];
    load.value = '';
    if (!file) return;
    problem('');
    note('');
    if (file.size > mostBytes)
      return problem(`${file.name} has ${(file.size / 1e6).toFixed(0)} MB: no model of this page is as large.`);
    const bytes = new Uint8Array(await file.arrayBuffer());
    ask({ kind: 'load', name: file.name, bytes }, [bytes.buffer]);
  });

  return {
    note,
    problem,
    /** The settings in the address, without a new entry of the history for each. */
    share(settings: Settings) {
      const hash = toHash(settings);
      try {
        history.replaceState(undefined, '', hash === '' ? location.pathname + location.search : `#${hash}`);
      } catch {
        // Browsers limit how often; the next change is written again.
      }
      link.value = `${location.origin}${location.pathname}${location.search}${hash && `#${hash}`}`;
    },
    /** Hands a file to the browser, which says itself where it has no room for it. */
    download(name: string, bytes: Uint8Array<ArrayBuffer>) {
      try {
        const address = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }));
        element('a', { href: address, download: name }).click();
        setTimeout(() => URL.revokeObjectURL(address), 60_000);
        note(`${name} goes to your downloads. If it does not arrive, the disk may be full; the model is still here.`);
      } catch (error) {
        problem(
          `${name} could not be saved: ${error instanceof Error ? error.message : String(error)}. The model is still here.`,
        );
      }
    },
  };
}
