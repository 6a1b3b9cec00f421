import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { serviceFields } from '../../../../src/engine/compose/decode/service-decoder.ts';
import { deployFields } from '../../../../src/engine/compose/decode/deploy-decoder.ts';
import { buildShape } from '../../../../src/engine/compose/schema/build-schema.ts';
import { deployShape } from '../../../../src/engine/compose/schema/deploy-schema.ts';
import { endpointShape, portShape } from '../../../../src/engine/compose/schema/network-schema.ts';
import { configShape, modelShape, networkShape, rootShape, secretShape, volumeShape } from '../../../../src/engine/compose/schema/schema.ts';
import { dependencyShape, healthcheckShape, hookShape, serviceShape } from '../../../../src/engine/compose/schema/service-schema.ts';
import { blkioShape, mountShape } from '../../../../src/engine/compose/schema/storage-schema.ts';

const folder = new URL('../../../../src/engine/compose/', import.meta.url);

/** The keys that an interface of the spec declares, `x-` aside. */
const keysOf = (file: string, name: string): readonly string[] => {
  const source = ts.createSourceFile(file, readFileSync(new URL(file, folder), 'utf8'), ts.ScriptTarget.Latest);
  const declaration = source.statements.find((statement) => ts.isInterfaceDeclaration(statement) && statement.name.text === name);
  if (declaration === undefined || !ts.isInterfaceDeclaration(declaration)) throw new Error(`${file} has no interface ${name}`);
  return declaration.members.flatMap((member) => (ts.isPropertySignature(member) && ts.isIdentifier(member.name) ? member.name.text : [])).sort();
};

describe('the types of a spec and its schema', () => {
  it.each([
    ['spec.ts', 'ComposeSpec', rootShape],
    ['spec.ts', 'LanguageModelSpec', modelShape],
    ['spec/service-spec.ts', 'ServiceSpec', serviceShape],
    ['spec/service-spec.ts', 'DependencySpec', dependencyShape],
    ['spec/service-spec.ts', 'HealthcheckSpec', healthcheckShape],
    ['spec/service-spec.ts', 'HookSpec', hookShape],
    ['spec/build-spec.ts', 'BuildSpec', buildShape],
    ['spec/deploy-spec.ts', 'DeploySpec', deployShape],
    ['spec/network-spec.ts', 'NetworkSpec', networkShape],
    ['spec/network-spec.ts', 'EndpointSpec', endpointShape],
    ['spec/network-spec.ts', 'PortMappingSpec', portShape],
    ['spec/storage-spec.ts', 'VolumeSpec', volumeShape],
    ['spec/storage-spec.ts', 'MountMappingSpec', mountShape],
    ['spec/storage-spec.ts', 'ConfigSpec', configShape],
    ['spec/storage-spec.ts', 'SecretSpec', secretShape],
    ['spec/storage-spec.ts', 'BlkioSpec', blkioShape],
  ])('%s %s has the keys that the schema knows', (file, name, shape) => {
    expect(keysOf(file, name)).toEqual(Object.keys(shape).sort());
  });
});

describe('the model', () => {
  it('takes up every key of a service, but for those that are used up before', () => {
    const usedUp = ['env_file', 'extends', 'label_file', 'pull_refresh_after'];
    expect([...Object.keys(serviceFields), ...usedUp].sort()).toEqual(Object.keys(serviceShape).sort());
    expect(Object.keys(deployFields).sort()).toEqual(Object.keys(deployShape).sort());
  });
});
