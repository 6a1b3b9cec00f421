import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { startEngineProxy } from '../setup/engine-proxy.mjs';
import { leftOf, untilNothingIsLeft } from './killed-run.mjs';

/** What may follow the time that an `up` was given: requests under way are waited for, evidence is gathered, and all is rolled back. */
const AFTERMATH_MS = 45_000;
/** An `up` that has not ended by then never will. */
const NEVER_MS = 300_000;
/** So many runs at once. */
const LANES = 3;
/** Probes are asked again and again: of calls of one kind so many are meddled with. */
const AT_MOST = 3;

/** @type {readonly import('../setup/engine-proxy.mjs').Fault[]} */
const FAULTS = ['cut before', 'cut after', '500', 'hang', 'cut body'];

/** @typedef {import('./scene.mjs').Scene & { only?: string }} Scene `only` calls that contain this */

/** The same call in every run, whatever the project is called. @param {string} call @param {string} name */
const kindOf = (call, name) => call.replace(new RegExp(`${name}-[0-9a-f]{8}`, 'g'), '<project>');

/** Knows which call the fault is for, and whether it has come. */
class Meddler {
  fault;
  #name;
  fired = false;
  /** @type {Map<string, number>} */
  seen = new Map();
  /** @type {{ call: string, count: number } | undefined} */
  #armed;

  /** @param {import('../setup/engine-proxy.mjs').Fault} fault @param {string} name */
  constructor(fault, name) {
    this.fault = fault;
    this.#name = name;
  }

  /** @param {{ call: string, count: number }} what */
  arm(what) {
    this.seen = new Map();
    this.fired = false;
    this.#armed = what;
  }

  rest() {
    this.#armed = undefined;
  }

  /** @param {string} call */
  onCall(call) {
    const kind = kindOf(call, this.#name);
    const count = (this.seen.get(kind) ?? 0) + 1;
    this.seen.set(kind, count);
    if (this.#armed?.call !== kind || this.#armed.count !== count) return undefined;
    this.#armed = undefined;
    this.fired = true;
    return this.fault;
  }
}

/**
 * Ends a program that says nothing any more, so that the row tells of it.
 *
 * @param {import('node:child_process').ChildProcess} child
 * @param {readonly Promise<any>[]} news
 */
async function inTime(child, news) {
  const timer = setTimeout(() => child.kill('SIGKILL'), NEVER_MS);
  try {
    return await Promise.race(news);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Runs one program over a proxy that does one thing to one call of each `up`.
 *
 * @param {import('../setup/engine-proxy.mjs').Fault} fault
 * @param {{ cwd: string, host: string, image: string, name: string, log: (text: string) => void, only?: string }} scene
 */
async function meddleWithEach(fault, scene) {
  const meddler = new Meddler(fault, scene.name);
  const proxy = await startEngineProxy(scene.host, (call) => meddler.onCall(call));
  try {
    return await runOver(proxy.host, meddler, scene);
  } finally {
    await proxy[Symbol.asyncDispose]();
  }
}

/**
 * @param {string} through
 * @param {Meddler} meddler
 * @param {{ cwd: string, host: string, image: string, name: string, log: (text: string) => void, only?: string }} scene
 */
async function runOver(through, meddler, { cwd, host, image, name, log, only }) {
  const child = fork(join(cwd, 'calls.mjs'), [name, image], { cwd, env: { ...process.env, DOCKER_HOST: through }, stdio: ['ignore', 'inherit', 'inherit', 'ipc'], execArgv: [] });
  const ended = once(child, 'exit');
  const next = async () => {
    const result = await inTime(child, [once(child, 'message').then(([message]) => message), ended.then(([code]) => ({ outcome: 'ended', code }))]);
    if (result.up !== true) return result;
    meddler.rest();
    child.send('go on');
    return await next();
  };
  await next();
  child.send('first');
  const first = await next();
  if (first.outcome !== 'up') throw new Error(`The stack does not come up without any fault: ${first.message}`);
  const plan = [...meddler.seen].flatMap(([call, count]) => Array.from({ length: Math.min(count, AT_MOST) }, (_, index) => ({ call, count: index + 1 })));
  const outcomes = [];
  for (const one of plan.filter(({ call }) => !call.startsWith('DELETE') && (only === undefined || call.includes(only)))) {
    meddler.arm(one);
    child.send('next');
    const result = await next();
    const left = await leftOf(host, name);
    const wrong = verdict(result, Math.max(4_000, 3 * first.tookMs) + AFTERMATH_MS);
    const where = `${meddler.fault}: ${one.call} #${one.count}`;
    if (meddler.fired) {
      outcomes.push({ where, wrong, tookMs: Math.round(result.tookMs ?? 0), result });
      log(`${where}: ${result.outcome === 'up' ? 'up' : `${result.code}: ${String(result.message).split('\n')[0]}`} after ${Math.round(result.tookMs)} ms${left.length === 0 ? '' : `, left ${left.length}`}${wrong === undefined ? '' : ` <-- ${wrong}`}`);
    }
    if (result.outcome === 'ended') break;
  }
  if (child.connected) child.send('end');
  await ended;
  const { left } = await untilNothingIsLeft(host, name);
  return { outcomes, left };
}

/** What is wrong with how an `up` ended, if anything. @param {any} result @param {number} budgetMs */
function verdict({ outcome, ours, tookMs, message, code }, budgetMs) {
  if (outcome === 'ended') return `the process ended with ${code}`;
  if (tookMs > budgetMs) return `it took ${Math.round(tookMs / 1000)} s`;
  if (outcome === 'failed' && !ours) return `no error of ours: ${message}`;
  return undefined;
}

/**
 * Each fault at each call, several faults at once.
 *
 * @param {Scene} scene
 */
export async function meddleWithCalls(scene) {
  const waiting = [...FAULTS];
  /** @type {Map<string, import('./reliability-page.mjs').Row>} */
  const rows = new Map();
  await Promise.all(Array.from({ length: LANES }, async () => {
    for (let fault = waiting.shift(); fault !== undefined; fault = waiting.shift()) rows.set(fault, await rowFor(fault, scene));
  }));
  return FAULTS.flatMap((fault) => rows.get(fault) ?? []);
}

/**
 * @param {import('../setup/engine-proxy.mjs').Fault} fault
 * @param {Scene} scene
 */
async function rowFor(fault, scene) {
  const { outcomes, left } = await meddleWithEach(fault, { ...scene, name: scene.uniqueName() });
  const ups = outcomes.filter(({ result }) => result.outcome === 'up').length;
  return {
    fault: `${SENTENCES[fault]}, at each call of an \`up\` in turn`,
    times: outcomes.length,
    promise: 'up, or one clear error in time; nothing left',
    failed: outcomes.flatMap(({ where, wrong }) => (wrong === undefined ? [] : [`${where}: ${wrong}`])),
    left,
    seen: `${ups} came up, ${outcomes.length - ups} said why not; longest ${(Math.max(0, ...outcomes.map(({ tookMs }) => tookMs)) / 1000).toFixed(1)} s`,
  };
}

/** @type {Readonly<Record<import('../setup/engine-proxy.mjs').Fault, string>>} */
const SENTENCES = { 'cut before': 'the connection cut before the engine got the request', 'cut after': 'the connection cut instead of the answer', 500: 'a 500 instead of the answer', hang: 'no answer', 'cut body': 'an answer that ends in the middle' };
