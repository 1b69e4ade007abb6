import { sha256 } from './sha256';

/**
 * The content security policy of a page that needs nothing but its own style and script, as an element. Whatever a report's
 * texts might smuggle into the page, no other script and no other style runs, and nothing is loaded.
 * @param style all that is in the page's `style` element
 * @param script all that is in its `script` element
 */
export function contentPolicy(style: string, script: string): string {
  const policy = [
    "default-src 'none'",
    `style-src ${hashOf(style)}`,
    `script-src ${hashOf(script)}`,
    'img-src data:', // the empty icon
    "base-uri 'none'",
    "form-action 'none'",
  ];
  return `<meta http-equiv="Content-Security-Policy" content="${policy.join('; ')}">`;
}

const hashOf = (text: string): string => `'sha256-${btoa(String.fromCharCode(...sha256(text)))}'`;
