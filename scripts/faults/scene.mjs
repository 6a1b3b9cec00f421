/**
 * Where rows run, and what they share.
 *
 * @typedef {object} Scene
 * @property {string} cwd the folder with the programs and the packed package
 * @property {string} host the engine, as DOCKER_HOST says it
 * @property {string} image one with a shell
 * @property {() => string} uniqueName
 * @property {(text: string) => void} log
 */

export {};
