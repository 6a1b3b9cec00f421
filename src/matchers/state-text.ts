import type { ContainerState } from '../engine/runtime/containers.ts';

/** What a container is doing, as a clause. */
export function stateText(state: ContainerState): string {
  switch (state.status) {
    case 'created':
      return 'it was created and never started';
    case 'restarting':
      return `it is about to be started again, after it exited ${exitText(state)}`;
    case 'exited':
    case 'dead':
      return `it has exited ${exitText(state)}`;
    case 'removing':
      return 'it is being removed';
    case 'running':
    case 'paused':
      return `it is ${state.status}`;
  }
}

const exitText = ({ exitCode, outOfMemory }: ContainerState): string => `with code ${exitCode}${outOfMemory ? ' (out of memory)' : ''}`;
