/** The release from which the list of known differences in the tests was made, and the least that is compared with. */
export const comparedRelease = '2.40.3';

/**
 * @param {string} text what `docker-compose version --short` prints, as `v2.40.3-desktop.1`
 * @returns {string | undefined} `2.40.3`
 */
export function parseRelease(text) {
  return /^v?(\d+\.\d+\.\d+)/.exec(text.trim())?.[1];
}

/**
 * @param {string} release
 * @returns {string} what to think of a difference; nothing for the release that was compared with
 */
export function releaseNote(release) {
  return release === comparedRelease ? '' : ` (the tests list the differences from ${comparedRelease}: one that they report may be of this release)`;
}
