import { randomBytes } from 'node:crypto';
import { createContext, runInContext } from 'node:vm';
import os from 'node:os';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { isDead } from '../../../../src/engine/cleanup/is-dead.ts';
import { ofThisProcess } from '../../../../src/engine/cleanup/of-this-process.ts';
import { currentOwner } from '../../../../src/engine/cleanup/owner.ts';
import { lookUpProcess } from '../../../../src/engine/cleanup/process-status.ts';
import { keepInLabels, ownerInLabels, ownerLabels } from '../../../../src/engine/plan/labels.ts';

test('is the same at each call', () => {
  expect(currentOwner()).toBe(currentOwner());
});

test('comes back from its labels', () => {
  const owner = currentOwner();
  expect(ownerInLabels(ownerLabels(owner, 'process', 0))).toEqual(owner);
});

test.skipIf(process.platform !== 'linux')('knows its machine, boot, namespace and start', () => {
  for (const part of ['session', 'host', 'machine', 'boot', 'namespace', 'started'] as const) expect(currentOwner()[part], part).not.toBe('');
});

test('is not dead to another owner that looks at it', () => {
  const vantage = { here: { ...currentOwner(), session: 'another' }, engineIsLocal: true, lookUp: lookUpProcess };
  expect(isDead(currentOwner(), vantage)).toBe(false);
  expect(isDead({ ...currentOwner(), started: '1' }, vantage)).toBe(process.platform === 'linux');
});

test.each(['seaworthy.session', 'seaworthy.owner.pid', 'seaworthy.owner.boot', 'seaworthy.owner.started'])('is nobody that could be judged when the label %s is missing', (label) => {
  const { [label]: _gone, ...labels } = ownerLabels(currentOwner(), 'process', 0);
  expect(ownerInLabels(labels)).toBeUndefined();
});

test.each(['', '0', '-1', '1.5', 'x'])('has no number %j', (pid) => {
  expect(ownerInLabels({ ...ownerLabels(currentOwner(), 'process', 0), 'seaworthy.owner.pid': pid })).toBeUndefined();
});

test('says until when it keeps something', () => {
  const keep = { when: 'on-failure', untilMs: 86_400_000 } as const;
  const labels = ownerLabels(currentOwner(), 'process', 0, keep);
  expect(keepInLabels(labels)).toEqual(keep);
  expect(keepInLabels(ownerLabels(currentOwner(), 'process', 0))).toBeUndefined();
  expect(keepInLabels({ ...labels, 'seaworthy.keep.until': 'some day' })).toEqual({ when: 'on-failure', untilMs: Infinity });
});

test('what there is one of in a process is the same in another realm, and not seen where it is kept', () => {
  const name = `test.${randomBytes(4).toString('hex')}`;
  const made = ofThisProcess(name, () => ({ by: 'the first' }));
  const found: unknown = runInContext(`modules.os[Symbol.for('seaworthy.${name}')]`, createContext({ modules: { os } }));
  expect(found).toBe(made);
  expect(ofThisProcess(name, () => ({ by: 'the second' }))).toBe(made);
  expect(Object.keys(os).some((key) => key.includes(name))).toBe(false);
});

test('what there is one of in a process is not shared with its threads', async () => {
  const name = `test.${randomBytes(4).toString('hex')}`;
  ofThisProcess(name, () => ({}));
  const worker = new Worker(`require('node:worker_threads').parentPort.postMessage(require('node:os')[Symbol.for('seaworthy.${name}')] === undefined)`, { eval: true });
  const alone = await new Promise((resolve) => worker.once('message', resolve));
  expect(alone).toBe(true);
});
