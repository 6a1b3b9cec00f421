import type { DegradeOptions } from './fault.ts';

/** What a script ends with where the image does not have what it needs. */
const NO_TOOL = 127;

/** A program that changes a container's network, and how a shell finds out whether there is one. */
export interface NetworkTool {
  readonly name: 'ip' | 'tc';
  readonly check: string;
}

export const IP: NetworkTool = { name: 'ip', check: `ip route >/dev/null 2>&1 || exit ${String(NO_TOOL)}` };

/** That of busybox has the name, but knows no latency. */
export const TC: NetworkTool = { name: 'tc', check: `case "$(tc -V 2>&1)" in *iproute2*) ;; *) exit ${String(NO_TOOL)} ;; esac` };

interface Route {
  readonly family: '-4' | '-6';
  readonly target: string;
}

const routeTo = (address: string): Route => (address.includes(':') ? { family: '-6', target: `${address}/128` } : { family: '-4', target: `${address}/32` });

/**
 * Sends what goes to these addresses into the loopback interface, which drops it without a word, as a network that is cut
 * does; a `blackhole` would answer each call with an error at once. The metric tells the routes of one fault from those of
 * another.
 */
export const cutScript = (addresses: readonly string[], metric: number): string =>
  addresses.map(routeTo).map(({ family, target }) => `ip ${family} route add ${target} dev lo metric ${String(metric)}`).join(' && ');

/** Takes those routes away again; one that is gone already, as after a restart, is as wanted. */
export const mendScript = (addresses: readonly string[], metric: number): string =>
  addresses
    .map(routeTo)
    .map(({ family, target }) => `case "$(ip ${family} route show ${target}) " in *"metric ${String(metric)} "*) ip ${family} route del ${target} dev lo metric ${String(metric)} || exit 1 ;; esac`)
    .join('\n');

const eachDevice = (command: string): string => `for path in /sys/class/net/*; do device="\${path##*/}"; if [ "$device" != lo ]; then ${command}; fi; done`;

/** Latency and loss on every interface, for what goes out. */
export const degradeScript = ({ latencyMs = 0, jitterMs = 0, lossPercent = 0 }: Pick<DegradeOptions, 'latencyMs' | 'jitterMs' | 'lossPercent'>): string => {
  const delay = latencyMs === 0 && jitterMs === 0 ? '' : ` delay ${String(latencyMs)}ms${jitterMs === 0 ? '' : ` ${String(jitterMs)}ms`}`;
  const loss = lossPercent === 0 ? '' : ` loss ${String(lossPercent)}%`;
  return eachDevice(`tc qdisc add dev "$device" root netem${delay}${loss} || exit 1`);
};

/** Takes them away again, where they are. */
export const restoreScript = (): string => eachDevice('case "$(tc qdisc show dev "$device")" in *netem*) tc qdisc del dev "$device" root || exit 1 ;; esac');
