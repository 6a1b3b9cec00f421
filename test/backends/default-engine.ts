import type { TestProject } from 'vitest/node';

/** The engine that all other tests run on, or the one that a run of `npm run test:backends` is about. */
export default function provideDefaultEngine(project: TestProject): void {
  const { CONFORMANCE_TITLE: title = 'default engine', CONFORMANCE_HOST: host } = process.env;
  project.provide('engineUnderTest', { title, ...(host === undefined ? {} : { host }) });
}
