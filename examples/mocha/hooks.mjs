import { attach, up } from 'seaworthy';
import { attachToError, failureEvidence } from 'seaworthy/reporters/evidence';

let stack;

/** One stack for the run, also with --parallel: up before the first test, gone with its volumes after the last. */
export async function mochaGlobalSetup() {
  stack = await up('compose.yaml');
  // Workers of --parallel inherit the environment; a snapshot is plain data.
  process.env.SHOP = JSON.stringify(stack.snapshot());
}

export async function mochaGlobalTeardown() {
  await stack?.down();
}

export const mochaHooks = {
  async beforeAll() {
    this.shop = await attach(JSON.parse(process.env.SHOP));
  },
  beforeEach() {
    this.startedAtMs = Date.now();
  },
  /** Puts what the services wrote during a failing test under its error. */
  async afterEach() {
    const { currentTest: test } = this;
    if (test.state !== 'failed') return;
    attachToError(test.err, await failureEvidence(this.shop, { test: test.fullTitle(), sinceMs: this.startedAtMs }));
  },
};
