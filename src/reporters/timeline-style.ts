/** The style of the timeline page: light or dark as the reader's system is, and with labels above the bars where it is narrow. */
export const TIMELINE_STYLE = `
:root {
  color-scheme: light dark;
  --ground: #ffffff; --ink: #1c2128; --faint: #57606a; --line: #d8dee4; --panel: #f6f8fa;
  --pull: #8250df; --build: #bf3989; --create: #6e7781; --wait: #d0d7de; --start: #0969da; --ready: #2da44e; --bad: #cf222e;
  --row: 2rem; --bar: 1rem; --label: 12rem; --above: 0rem;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0d1117; --ink: #e6edf3; --faint: #9198a1; --line: #30363d; --panel: #161b22;
    --pull: #a371f7; --build: #db61a2; --create: #8b949e; --wait: #3d444d; --start: #4493f8; --ready: #3fb950; --bad: #f85149;
  }
}
* { box-sizing: border-box; }
body { margin: 0; padding: 1.25rem; background: var(--ground); color: var(--ink); font: 14px/1.45 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.15rem; margin: 0 0 .75rem; }
h2 { font-size: 1rem; margin: 0 0 .5rem; }
pre, .log { font: 12px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; margin: 0; white-space: pre-wrap; }
.failure { border-left: 4px solid var(--bad); background: var(--panel); padding: .6rem .8rem; margin: 0 0 1rem; }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin: 0 0 .5rem; padding: 0; list-style: none; color: var(--faint); font-size: 12px; }
.legend i { display: inline-block; width: .9rem; height: .7rem; border-radius: 2px; margin-right: .35rem; vertical-align: -1px; }
main { display: grid; gap: 1.5rem; grid-template-columns: minmax(0, 1fr); }
.chart { position: relative; padding-top: 1.6rem; }
.row { position: relative; height: var(--row); border-top: 1px solid var(--line); }
.name { position: absolute; left: 0; top: calc((var(--row) - 1.45em) / 2); width: calc(var(--label) - .75rem); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; color: inherit; }
.track { position: absolute; left: var(--label); right: 0; top: 0; bottom: 0; }
.bar, .probe { position: absolute; top: calc(var(--above) + (var(--row) - var(--above) - var(--bar)) / 2); height: var(--bar); }
.bar { min-width: 2px; border-radius: 2px; }
.pull { background: var(--pull); } .build { background: var(--build); } .create { background: var(--create); }
.wait { background: var(--wait); } .start { background: var(--start); } .ready { background: var(--ready); }
.cut { background-image: repeating-linear-gradient(135deg, transparent 0 4px, var(--ground) 4px 6px); }
.probe { width: 1px; background: var(--ground); }
.probe.failing { width: 2px; background: var(--bad); }
.over { position: absolute; left: var(--label); right: 0; top: 1.6rem; bottom: 0; pointer-events: none; }
.tick { position: absolute; top: -1.6rem; bottom: 0; border-left: 1px dashed var(--line); color: var(--faint); font-size: 11px; padding-left: .25rem; white-space: nowrap; }
.tick.last { padding: 0 .25rem 0 0; transform: translateX(-100%); border: 0; }
.tick.covered { color: transparent; }
.gate { position: absolute; width: 0; border-left: 1px solid var(--faint);
  top: calc(var(--row) * var(--from) + var(--above) + (var(--row) - var(--above) + var(--bar)) / 2); height: calc(var(--row) * (var(--to) - var(--from)) - var(--bar)); }
.gate::after { content: ''; position: absolute; left: -4px; bottom: 0; border: 3.5px solid transparent; border-bottom: 0; border-top: 6px solid var(--faint); }
.gate.up { top: calc(var(--row) * var(--to) + var(--above) + (var(--row) - var(--above) + var(--bar)) / 2); height: calc(var(--row) * (var(--from) - var(--to)) - var(--bar)); }
.gate.up::after { bottom: auto; top: 0; border: 3.5px solid transparent; border-top: 0; border-bottom: 6px solid var(--faint); }
.moment { position: absolute; top: -.2rem; bottom: 0; border-left: 2px solid var(--bad); }
.moment b { position: absolute; top: -1.5rem; left: 0; transform: translateX(-100%); background: var(--bad); color: var(--ground); font-size: 11px; padding: 0 .35rem; border-radius: 2px; white-space: nowrap; }
.moment.early b { transform: none; }
.log { background: var(--panel); border: 1px solid var(--line); border-radius: 4px; padding: .5rem .6rem; max-height: 22rem; overflow: auto; }
.log time { color: var(--faint); margin-right: .6rem; }
.log .after { color: var(--bad); }
details { margin: .5rem 0; } summary { cursor: pointer; } :target > summary { outline: 2px solid var(--start); outline-offset: 2px; }
.text { overflow: auto; background: var(--panel); border: 1px solid var(--line); border-radius: 4px; padding: .6rem; white-space: pre; }
@media (min-width: 75rem) { main.beside { grid-template-columns: minmax(0, 3fr) minmax(22rem, 2fr); } }
@media (max-width: 40rem) {
  :root { --row: 2.9rem; --bar: .9rem; --label: 0rem; --above: 1.4rem; }
  body { padding: .75rem; }
  .name { top: .15rem; width: 100%; font-size: 12px; }
  .tick.odd { display: none; }
  .tick.near { color: transparent; }
}
@media print { .log { max-height: none; } }
`;
