// Pages are read as they came; their scripts load when a reader's hand first moves, since a phone works for seconds to take a page over.

/** The event by which the theme says that scripts have taken the page over. */
export const ready = 'mosa:ready';

/**
 * A page with its scripts held back until they are needed: at the first pointer, touch, key or focus. What was pressed meanwhile is
 * pressed again when they are there; links lead on without them.
 */
export function withScriptsLater(html) {
  // What has no content yet, as the page for addresses that lead nowhere, is made by its scripts.
  if (/<div id="app"><\/div>/.test(html)) return html;
  const sources = [...html.matchAll(/<script type="module" src="([^"]+)"><\/script>/g)].map(([, source]) => source);
  const rest = html
    .replace(/\s*<script type="module" src="[^"]+"><\/script>/g, '')
    .replace(/\s*<link rel="modulepreload" href="[^"]+">/g, '')
    // The switch of the theme gets its name from the scripts.
    .replaceAll('role="switch" title', 'role="switch" title="Switch between light and dark"');
  const script = `(${loadLater})(${JSON.stringify(sources)}, ${JSON.stringify(ready)})`;
  return rest.replace('</head>', () => `  <script id="later">${script}</script>\n  </head>`);
}

/** Runs in the page, before anything else. */
function loadLater(sources, readyEvent) {
  const signs = ['pointermove', 'pointerdown', 'touchstart', 'keydown', 'focusin'];
  const first = new AbortController();
  const meanwhile = new AbortController();
  let again;
  const load = ({ type, movementX, movementY }) => {
    // Browsers send a move that moves nothing when a page is laid out under a pointer that rests.
    if (type === 'pointermove' && movementX === 0 && movementY === 0) return;
    first.abort();
    for (const src of sources)
      document.head.append(Object.assign(document.createElement('script'), { type: 'module', src }));
  };
  for (const sign of signs) addEventListener(sign, load, { capture: true, passive: true, signal: first.signal });
  addEventListener(
    'click',
    ({ target }) => {
      const button = target.closest('button');
      if (button) again = () => button.click();
    },
    { capture: true, signal: meanwhile.signal },
  );
  addEventListener(
    'keydown',
    (event) => {
      const { key, ctrlKey, metaKey } = event;
      if (key !== '/' && !(key === 'k' && (ctrlKey || metaKey))) return;
      event.preventDefault();
      again = () => dispatchEvent(new KeyboardEvent('keydown', { key, ctrlKey, metaKey }));
    },
    { capture: true, signal: meanwhile.signal },
  );
  addEventListener(
    readyEvent,
    () => {
      meanwhile.abort();
      again?.();
    },
    { once: true },
  );
}
