import { describe, expect, it } from 'vitest';
import { EnvFileError, parseEnvFile } from '../../../../src/engine/compose/env-file.ts';
import { goText } from '../../../../src/engine/compose/go-text.ts';
import { MountSyntaxError, parseMount } from '../../../../src/engine/compose/mounts.ts';
import { parsePorts, PortSyntaxError } from '../../../../src/engine/compose/ports.ts';
import { ShellWordsError, splitShellWords } from '../../../../src/engine/compose/shell-words.ts';
import { parsePlainScalar } from '../../../../src/engine/compose/yaml-scalar.ts';

describe('splitShellWords', () => {
  it.each([
    ['a b  c', ['a', 'b', 'c']],
    [`a "b c" 'd e'`, ['a', 'b c', 'd e']],
    ['a\\ b', ['a b']],
    ['a "" b', ['a', '', 'b']],
    ['a && b', ['a']],
    ['a 2>b', ['a']],
    ['echo $(x y) `p q`', ['echo', '$(x y)', '`p q`']],
    ['', []],
  ])('splits %j', (line, words) => {
    expect(splitShellWords(line)).toEqual(words);
  });

  it.each(['"a', "'a", 'a\\', 'a (b)', 'a)'])('refuses %j', (line) => {
    expect(() => splitShellWords(line)).toThrow(ShellWordsError);
  });
});

describe('parsePorts', () => {
  it.each([
    ['80', [{ target: 80, protocol: 'tcp' }]],
    ['8080:80/UDP', [{ published: '8080', target: 80, protocol: 'udp' }]],
    ['127.0.0.1::80', [{ hostIp: '127.0.0.1', target: 80, protocol: 'tcp' }]],
    ['[::1]:8080:80', [{ hostIp: '::1', published: '8080', target: 80, protocol: 'tcp' }]],
    ['8000-8010:80', [{ published: '8000-8010', target: 80, protocol: 'tcp' }]],
    ['3000-3001:80-81', [{ published: '3000', target: 80, protocol: 'tcp' }, { published: '3001', target: 81, protocol: 'tcp' }]],
    ['9-10', [{ target: 10, protocol: 'tcp' }, { target: 9, protocol: 'tcp' }]],
  ])('reads %s', (spec, ports) => {
    expect(parsePorts(spec)).toEqual(ports);
  });

  it.each(['', 'abc', '80:', '0', '65536', '80-79', '3000-3001:80-82', '80/xyz', 'x:80', '1.2.3:80:80', '::1:80:80'])('refuses %j', (spec) => {
    expect(() => parsePorts(spec)).toThrow(PortSyntaxError);
  });
});

describe('parseMount', () => {
  const plain = { readOnly: false, nocopy: false };
  it.each([
    ['/data', { type: 'volume', target: '/data', ...plain }],
    ['data:/data', { type: 'volume', source: 'data', target: '/data', ...plain }],
    ['./x:/y:ro', { type: 'bind', source: './x', target: '/y', ...plain, readOnly: true }],
    ['d:/data', { type: 'volume', target: 'd:/data', ...plain }],
    ['C:\\x:/data', { type: 'bind', source: 'C:\\x', target: '/data', ...plain }],
    ['data:/data:nocopy,z,rslave', { type: 'volume', source: 'data', target: '/data', ...plain, nocopy: true, selinux: 'z', propagation: 'rslave' }],
    ['${X:-a}:/y', { type: 'volume', source: '${X:-a}', target: '/y', ...plain }],
  ])('reads %s', (spec, mount) => {
    expect(parseMount(spec)).toEqual(mount);
  });

  it.each(['', 'data:', ':/data', 'data:/b:/c:/d'])('refuses %j', (spec) => {
    expect(() => parseMount(spec)).toThrow(MountSyntaxError);
  });
});

describe('parseEnvFile', () => {
  const read = (text: string): Record<string, string> => {
    const variables = new Map<string, string>();
    parseEnvFile(text, variables, (name) => (name === 'HOST' ? 'host' : undefined));
    return Object.fromEntries(variables);
  };

  it('reads values, quotes, comments, references and names without a value', () => {
    const text = [
      '# comment', 'export A=1 # one', 'B: two', "C='$A raw'", 'D="$A \\"x\\"\\n$$"', 'E=${A}${MISSING:-d}', 'HOST', 'UNKNOWN', 'F="over', 'lines"', 'G=x#y', '',
    ].join('\n');
    expect(read(text)).toEqual({ A: '1', B: 'two', C: '$A raw', D: '1 "x"\n$', E: '1d', HOST: 'host', F: 'over\nlines', G: 'x#y' });
  });

  it.each([['A B=1\n', 1], ['A=1\nB!=2\n', 2], ['A=1\n\nB="x\n', 3], ['A=1\nB=${bad\n', 2]])('says in which line %j is wrong', (text, line) => {
    const problem = ((): unknown => {
      try {
        return read(text);
      } catch (error) {
        return error;
      }
    })();
    expect(problem).toBeInstanceOf(EnvFileError);
    expect(problem).toMatchObject({ line });
  });
});

describe('parsePlainScalar and goText', () => {
  it.each([
    ['0777', '511'], ['0o17', '15'], ['0x1f', '31'], ['0b101', '5'], ['1_000', '1000'], ['08', '8'], ['1.10', '1.1'], ['1.0', '1'], ['1e6', '1e+06'], ['100000.0', '100000'], ['0.00001', '1e-05'],
    ['123456789.0', '1.23456789e+08'], ['9007199254740993', '9007199254740993'], ['18446744073709551615', '18446744073709551615'], ['99999999999999999999', '1e+20'], ['22:22', '22:22'], ['yes', 'yes'],
    ['True', 'true'], ['.inf', '+Inf'], ['.nan', 'NaN'], ['~', ''], ['-0.0', '-0'], ['1e400', '1e400'],
  ])('reads %s and prints %s', (text, printed) => {
    expect(goText(parsePlainScalar(text))).toBe(printed);
  });
});
