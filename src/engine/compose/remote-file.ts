/** What docker compose would fetch: an artifact in a registry, or a file in a Git repository. */
const remote = /^(oci|git|ssh|https?):\/\/|^git@|^github\.com\//;

/** Why a file cannot be read that is not on this machine, or undefined for one that may be. */
export const remoteFileProblem = (path: string): string | undefined =>
  remote.test(path) ? `"${path}" is not a file of this machine, and Compose files from a registry (OCI) or a repository (Git) are not supported; download it and name its path` : undefined;
