import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { contentPolicy } from '../src/report/content-policy';
import { toHtml } from '../src/report/html';
import { sha256 } from '../src/report/sha256';

test('sha256 is that of Node, for every length around a block and for text beyond ASCII', () => {
  const texts = Array.from({ length: 200 }, (_, length) => 'abcdefg'.repeat(40).slice(0, length));
  for (const text of [...texts, 'ρ – 🎉'.repeat(5000)]) {
    expect(Buffer.from(sha256(text)).toString('hex')).toBe(createHash('sha256').update(text).digest('hex'));
  }
});

test('the policy of a page names its style and its script by hash, and allows nothing else', () => {
  const html = toHtml({ suite: '1', backends: [] });
  const [, style] = /<style>([\s\S]*?)<\/style>/.exec(html)!;
  const [, script] = /<script>([\s\S]*?)<\/script>/.exec(html)!;
  expect(html).toContain(contentPolicy(style!, script!));
  expect(html).not.toMatch(/unsafe-|\sstyle=|\son\w+=/);
});
