import { describe, expect, it } from 'vitest';
import { adviceText, permissionText } from '../../../scripts/setup/engine.mjs';

describe('permissionText', () => {
  it('names the socket and the remedy', () => {
    expect(permissionText(['unix:///var/run/docker.sock (usual place): permission denied'])).toMatchInlineSnapshot(`
      "An engine is there, but this user may not talk to it.
        unix:///var/run/docker.sock (usual place): permission denied
      Add the user to the group that owns the socket (for Docker: \`sudo usermod -aG docker "$USER"\`), log in again,
      and run the same command once more."
    `);
  });

  it('says nothing when no engine was closed to the user', () => {
    expect(permissionText(['tcp://gone:2375 (DOCKER_HOST): nobody listens'])).toBeUndefined();
  });
});

describe('adviceText', () => {
  it('says what to install on macOS', () => {
    expect(adviceText('darwin', [])).toMatchInlineSnapshot(`
      "No container engine answers.
      Install Docker Desktop, OrbStack, Colima, Rancher Desktop or Podman Desktop, start it,
      and run the same command once more. An engine in another place is named by DOCKER_HOST."
    `);
  });

  it('says what to install on Linux, and what was asked', () => {
    expect(adviceText('linux', ['tcp://gone:2375 (DOCKER_HOST): nobody listens'])).toMatchInlineSnapshot(`
      "No container engine answers.
        tcp://gone:2375 (DOCKER_HOST): nobody listens
      Install Docker (on Debian and Ubuntu: \`sudo apt-get install docker.io\`) or Podman with its API socket, start it,
      and run the same command once more. An engine in another place is named by DOCKER_HOST."
    `);
  });
});
