import { test as base } from '@playwright/test';
import { attach } from 'seaworthy';
import { failureEvidence } from 'seaworthy/reporters/evidence';

/** Gives tests the handles of the stack, and a failing test what its services wrote during it. */
export const test = base.extend({
  shop: [({}, use) => attach(JSON.parse(process.env.SHOP)).then(use), { scope: 'worker' }],
  evidence: [
    async ({ shop }, use, testInfo) => {
      const sinceMs = Date.now();
      await use();
      if (testInfo.status === testInfo.expectedStatus) return;
      const body = await failureEvidence(shop, { test: testInfo.titlePath.join(' '), sinceMs });
      await testInfo.attach('services', { body, contentType: 'text/plain' });
    },
    { auto: true },
  ],
});
