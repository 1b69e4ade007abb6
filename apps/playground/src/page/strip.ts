import type { HeadRow } from '../worker/look';
import { attendedBy } from './detail';
import { element } from './dom';

/** As many buttons as tokens; the Tab key passes by the new ones. */
export function fillStrip(strip: HTMLElement, tokens: number): void {
  while (strip.children.length > tokens) strip.lastChild!.remove();
  while (strip.children.length < tokens) {
    const attributes = {
      type: 'button',
      tabindex: -1,
      'data-token': strip.children.length,
      'aria-describedby': 'detail',
    };
    strip.append(element('button', attributes, '·'));
  }
}

/** The text, a button for each token. One of them is in the order of the Tab key. */
export function drawStrip(strip: HTMLElement, tokens: readonly string[], head: HeadRow, at: number): void {
  fillStrip(strip, tokens.length);
  const taken = new Set(head.chosen);
  const weights = new Map(attendedBy(head, at).map(({ token, weight }) => [token, weight]));
  tokens.forEach((text, index) => {
    const button = strip.children[index] as HTMLButtonElement;
    if (button.textContent !== text) button.textContent = text;
    button.className = `${taken.has(index) ? 'chosen' : ''}${index === at ? ' at' : ''}`.trim();
    button.tabIndex = index === at ? 0 : -1;
    button.setAttribute('aria-label', `${spoken(text)}, token ${index + 1}${taken.has(index) ? ', taken' : ''}`);
    button.style.setProperty('--weight', String(weights.get(index) ?? 0));
  });
}

/** Signs that stand for what cannot be seen, as a screen reader should say them. */
function spoken(text: string): string {
  return { '↵': 'new line', '␣': 'space', '⇥': 'tab' }[text] ?? text;
}
