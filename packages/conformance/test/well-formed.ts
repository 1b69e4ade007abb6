import { expect } from 'vitest';

/** Fails unless a text is well-formed XML, as far as JUnit reports go: no CDATA, no doctype, no entities of its own. */
export function expectWellFormed(xml: string): void {
  expect(xml).toMatch(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites /);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that XML forbids
  expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
  const open: string[] = [];
  const rest = xml
    .slice(xml.indexOf('?>') + 2)
    .replace(/<(\/?)([a-z]+)((?: [a-z]+="[^"<]*")*)(\/?)>/g, (tag, ...parts) => {
      const [closing, name, attributes, empty] = parts as string[];
      const names = Array.from(attributes!.matchAll(/ ([a-z]+)=/g), ([, attribute]) => attribute);
      expect(new Set(names).size, `attributes of ${tag}`).toBe(names.length);
      if (closing === '/') expect(open.pop(), `what ${tag} closes`).toBe(name);
      else if (empty !== '/') open.push(name!);
      return '';
    });
  expect(open, 'elements left open').toEqual([]);
  expect(rest.trim(), 'text outside of elements').toBe('');
  expect(xml.replace(/&(amp|lt|gt|quot|#39);/g, '')).not.toContain('&');
}
