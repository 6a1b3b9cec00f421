import { expect, test } from 'vitest';
import { baseImages } from '../../../../src/engine/lifecycle/base-images.ts';

test.each<[what: string, dockerfile: string, args: Record<string, string>, images: readonly string[]]>([
  ['the image it starts from', 'FROM redis:7\n', {}, ['redis:7']],
  ['none for scratch', 'from scratch\nCOPY . /\n', {}, []],
  ['each once, without its own stages', 'FROM node:22 AS build\nRUN x\nFROM build AS test\nFROM nginx\nCOPY --from=build /a /b\nCOPY --from=0 /a /b\nCOPY --chown=1:1 --from=busybox /c /d\nFROM node:22\n', {}, ['node:22', 'nginx', 'busybox']],
  ['for a platform', 'FROM --platform=linux/amd64 redis\n', {}, ['redis']],
  ['by arguments and their defaults', 'ARG BASE=redis\nARG TAG="7"\nARG KIND\nFROM ${BASE}:${TAG}${KIND:+-}${KIND:-}\n', { TAG: '8', KIND: 'alpine' }, ['redis:8-alpine']],
  ['by the default of a substitution', 'ARG BASE\nFROM ${BASE:-busybox}\n', {}, ['busybox']],
  ['not by what is declared after the first stage', 'FROM a\nARG B=x\nFROM b$B\n', {}, ['a', 'b']],
  ['across continued lines and comments', '# FROM no\nFROM \\\n  redis \\\n  AS x\n', {}, ['redis']],
])('finds %s', (_what, dockerfile, args, images) => {
  expect(baseImages(dockerfile, args)).toEqual(images);
});
