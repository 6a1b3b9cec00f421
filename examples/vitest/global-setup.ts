import { stackSetup, type StackSnapshot } from 'seaworthy/vitest/global-setup';

/** One stack for the whole run: brought up before the first test, gone with its volumes after the last. */
export default stackSetup({ shop: 'compose.yaml' });

declare module 'vitest' {
  interface ProvidedContext {
    shop: StackSnapshot;
  }
}
