import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { imageRecipes, imagesFolder, readContext, recipeHash } from '../../../scripts/setup/image-recipes.mjs';

function contextWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-recipe-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'conf'));
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text, { mode: 0o644 });
  return folder;
}

const files = { Dockerfile: 'FROM scratch\n', 'conf/site.conf': 'listen 80\n' };

describe('recipeHash', () => {
  it('is the same for the same files, in whatever order they were written', () => {
    const reversed = Object.fromEntries(Object.entries(files).reverse());
    expect(recipeHash(readContext(contextWith(files)))).toBe(recipeHash(readContext(contextWith(reversed))));
  });

  it('does not depend on the order of keys, at any depth', () => {
    expect(recipeHash({ a: 1, b: { c: 2, d: [1, 2] } })).toBe(recipeHash({ b: { d: [1, 2], c: 2 }, a: 1 }));
  });

  it('depends on the order of a list', () => {
    expect(recipeHash({ a: [1, 2] })).not.toBe(recipeHash({ a: [2, 1] }));
  });

  it('changes with the content of a file', () => {
    expect(recipeHash(readContext(contextWith({ ...files, 'conf/site.conf': 'listen 81\n' })))).not.toBe(
      recipeHash(readContext(contextWith(files))),
    );
  });

  it('changes with the name of a file', () => {
    const { Dockerfile } = files;
    expect(recipeHash(readContext(contextWith({ Dockerfile, 'conf/other.conf': files['conf/site.conf'] })))).not.toBe(
      recipeHash(readContext(contextWith(files))),
    );
  });

  it('changes when a file becomes executable', () => {
    const folder = contextWith(files);
    const before = recipeHash(readContext(folder));
    chmodSync(join(folder, 'conf/site.conf'), 0o755);
    expect(recipeHash(readContext(folder))).not.toBe(before);
  });
});

describe('imageRecipes', () => {
  it.each(imageRecipes.map((image) => [image.variable, image] as const))('has a Dockerfile and an honest name for %s', (_, image) => {
    expect(existsSync(join(imagesFolder, image.folder, 'Dockerfile'))).toBe(true);
    expect(image.local).toMatch(/^seaworthy-images\//);
  });
});
