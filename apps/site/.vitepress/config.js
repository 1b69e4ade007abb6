import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitepress';
import { withScriptsLater } from './later.js';

const names = (folder) =>
  readdirSync(fileURLToPath(new URL(`../${folder}`, import.meta.url)), { recursive: true })
    .filter((name) => name.endsWith('.md') && name !== 'index.md')
    .map((name) => name.slice(0, -3))
    .sort();
const page = (text, link) => ({ text, link });
// Without their scope, which all have, so that each is one line.
const listed = (folder) => names(folder).map((name) => page(name, `/${folder}/${name}`));

const slugify = (text) =>
  text
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');

export default defineConfig({
  title: 'mosa-js',
  description: 'Mixture of Sparse Attention for JavaScript and TypeScript',
  lang: 'en',
  outDir: '../dist',
  base: process.env.SITE_BASE ?? '/',
  cleanUrls: false,
  // Pages are loaded when they are asked for; a list of all of them is not part of each.
  router: { prefetchLinks: false },
  metaChunk: true,
  transformHtml: withScriptsLater,
  // As where the repository is public, so that links to headings hold in both.
  markdown: {
    anchor: { slugify },
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
  },
  // Static pages that stand beside those of this site.
  ignoreDeadLinks: [/^\/(playground|matrix|lab)\//],
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      page('Start', '/start'),
      page('Packages', '/packages/core'),
      page('API', '/api/'),
      { text: 'Playground', link: '/playground/', target: '_self' },
      { text: 'Matrix', link: '/matrix/', target: '_self' },
    ],
    // Packages and the API have lists of their own, so that each page has a short one.
    sidebar: {
      '/packages/': [{ text: 'Packages', items: listed('packages') }],
      '/api/': [{ text: 'API', items: [page('All entries', '/api/'), ...listed('api')] }],
      '/': [
        {
          text: 'Guide',
          items: [
            page('Start', '/start'),
            page('Choose a backend', '/backends'),
            page('A first layer', '/first-layer'),
            page('In TypeScript', '/typescript'),
            page('Train', '/training'),
            page('Generate', '/generating'),
            page('Causal selection, and decoding', '/causal'),
            page('Export', '/exporting'),
            page('Tensors of your own', '/own-tensors'),
            page('Write an adapter', '/write-an-adapter'),
            page('How conformance judges', '/conformance'),
            page('Performance', '/performance'),
            page('Limits', '/limits'),
            page('Platforms', '/platforms'),
            page('Beyond one machine', '/beyond-one-machine'),
            page('Examples', '/examples'),
          ],
        },
        {
          text: 'Results',
          items: [
            page('Results', '/results'),
            page('What looking ahead is worth', '/causality'),
            page('The lab', '/lab'),
            page('Costs in FLOPs and memory', '/costs'),
            page('Tried, and not kept', '/rejected'),
            page('Bugs found upstream', '/upstream-bugs'),
            page('What stays as it is', '/stability'),
          ],
        },
      ],
    },
    socialLinks: [{ icon: 'github', link: 'https://github.com/mosa-js/mosa-js' }],
    footer: { message: 'MIT licence.' },
  },
});
