import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';

const folder = fileURLToPath(new URL('../../.setup/pages', import.meta.url));

export interface Reader {
  readonly scheme: 'light' | 'dark';
  readonly width: number;
  readonly height: number;
}

/** Opens a page as a file, as a reader does; whatever it asks for beyond itself, or complains about, fails the test. */
export async function openPage(browser: Browser, name: string, html: string, { scheme, width, height }: Reader): Promise<Page> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${name}.html`);
  await writeFile(path, html);
  const page = await browser.newPage({ colorScheme: scheme, viewport: { width, height } });
  const asked: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(pathToFileURL(path).href);
  onTestFinished(async () => {
    await page.close();
    expect(asked).toEqual([pathToFileURL(path).href]);
    expect(complaints).toEqual([]);
  });
  return page;
}

/** Leaves a picture of a page where people look for it. */
export const picture = async (page: Page, name: string): Promise<void> => {
  await page.screenshot({ path: join(folder, `${name}.png`) });
};
