import { expect, test } from 'vitest';
import { containerRedactor, secretPaths } from '../../../../src/engine/plan/container-secrets.ts';
import { redactor } from '../../../../src/engine/plan/redactor.ts';
import { looksSecret, secretValues } from '../../../../src/engine/plan/secret-values.ts';

test.each(['POSTGRES_PASSWORD', 'PGPASSWORD', 'MYSQL_ROOT_PASSWD', 'GITHUB_TOKEN', 'npm_token', 'API_KEY', 'apiKey', 'AWS_SECRET_ACCESS_KEY', 'CLIENT_SECRET', 'SMTP_PASS', 'KEY', 'SSH_PASSPHRASE'])('%s looks secret', (name) => {
  expect(looksSecret(name)).toBe(true);
});

test.each(['POSTGRES_USER', 'POSTGRES_PASSWORD_FILE', 'KEYSPACE', 'MONKEY', 'TOKEN_TTL', 'COMPASS', 'PWD', 'PATH', 'BYPASS', 'SECRETARY', 'DB_KEY_PATH'])('%s does not look secret', (name) => {
  expect(looksSecret(name)).toBe(false);
});

const values = (environment: readonly string[], secrets: readonly string[] = []): readonly string[] => secretValues({ environment, secrets, open: ['db'] });

test('finds the values of secret variables, and the passwords in URLs', () => {
  expect(values(['DB_PASSWORD=hunter22', 'DB_USER=app', 'EMPTY_TOKEN=', 'A_KEY=a=b=c', 'DATABASE_URL=postgres://app:p%40ss1@db:5432/app', 'HOMEPAGE=https://example.test/a:b@c'])).toEqual(['hunter22', 'a=b=c', 'p%40ss1', 'p@ss1']);
});

test('leaves what is too short, a switch, or written openly elsewhere', () => {
  expect(values(['A_PASSWORD=abc', 'ALLOW_EMPTY_PASSWORD=true', 'POSTGRES_USER=postgres', 'POSTGRES_PASSWORD=postgres', 'B_PASSWORD=db'])).toEqual([]);
});

test('takes a key of several lines line by line, and every line of a secret', () => {
  expect(values(['TLS_KEY=-----BEGIN\nMIIEvQ\n-----END'], ['first line\r\n\r\nsecond\n'])).toEqual(['-----BEGIN', 'MIIEvQ', '-----END', 'first line', 'second']);
});

test('takes out values as they are, in URLs and in JSON, the longest first', () => {
  const redact = redactor(['a+b/c$d e"f', 'a+b/c', 'tok-1234']);
  expect(redact('as a+b/c$d e"f, url a%2Bb%2Fc%24d%20e%22f, json a+b/c$d e\\"f, part a+b/c, glued xtok-1234x')).toBe('as [redacted], url [redacted], json [redacted], part [redacted], glued x[redacted]x');
});

test('takes out short values only as words of their own', () => {
  expect(redactor(['test'])('test testing latest "test" a_test_b test.')).toBe('[redacted] testing latest "[redacted]" a_[redacted]_b [redacted].');
});

test('knows the secrets of a container from its label, its mounts and its environment', () => {
  const container = {
    labels: { 'seaworthy.secrets': '/run/secrets/a,/etc/key', 'com.docker.compose.service': 'postgres' },
    mounts: [{ type: 'bind', source: '/x', destination: '/run/secrets/b', writable: false }, { type: 'bind', source: '/y', destination: '/data', writable: true }],
    raw: { Config: { Env: ['A_PASSWORD=postgres', 'B_PASSWORD=redis', 'C_PASSWORD=hunter22'], Image: 'registry.test:5000/team/redis:7' } },
  };
  expect(secretPaths(container)).toEqual(['/run/secrets/a', '/etc/key', '/run/secrets/b']);
  expect(containerRedactor(container, ['tok-1234\n', 'x'.repeat(65_537)])('postgres redis hunter22 tok-1234')).toBe('postgres redis [redacted] [redacted]');
  expect(containerRedactor({ ...container, raw: {} }, [])('hunter22')).toBe('hunter22');
});
