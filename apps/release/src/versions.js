import { Refusal } from './refusal.js';

/**
 * The one version of a group.
 * @param {ReturnType<import('./group.js').readGroup>} group
 * @param {string} tag that it is to be published as
 * @returns {string}
 * @throws Refusal where versions differ, packages ask for another one of each other, or it is no version to publish
 */
export function versionOf(group, tag) {
  const versions = new Map(group.map(({ name, version }) => [version, name]));
  if (versions.size > 1) {
    const got = [...versions].map(([version, name]) => `${version} (${name})`).join(', ');
    throw new Refusal('versions', 'one version of all packages', got);
  }
  const [version] = versions.keys();
  for (const { name, manifest } of group) {
    for (const [other, range] of Object.entries(manifest.dependencies ?? {})) {
      if (group.some((one) => one.name === other) && range !== version) {
        throw new Refusal(`${name}: dependencies`, `${other} ${version}, with which it is released`, range);
      }
    }
  }
  if (version === '0.0.0') {
    throw new Refusal('version', 'one that changesets gave', '0.0.0. Run: npm run release:version, and commit');
  }
  if (version.includes('-') && tag === 'latest') {
    throw new Refusal('--tag', `another tag than latest for ${version}, which everybody would install`, tag);
  }
  return version;
}
