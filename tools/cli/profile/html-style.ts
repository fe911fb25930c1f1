/** The style of the page of a profile. */
export const STYLE = `
:root { color-scheme: light dark; --run: #2f7d4f; --idle: #b9c3cf; --frozen: #b3392f; --other: #c98f24; --wait: #3f6fb0; --line: #8884; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 1100px; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin: 0; }
h2 { font-size: 1.1rem; margin: 2rem 0 0.5rem; }
.verdict { font-size: 1.1rem; margin: 0.5rem 0 0; }
.bar { display: flex; height: 1.5rem; border-radius: 4px; overflow: hidden; background: var(--line); }
.bar i { display: block; }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: 0.2rem 1.5rem; padding: 0; margin: 0.5rem 0; }
.legend i { display: inline-block; width: 0.8rem; height: 0.8rem; border-radius: 2px; margin-right: 0.4rem; }
i.running { background: var(--run); }
i.idle { background: var(--idle); }
i.frozen { background: var(--frozen); }
i.other { background: var(--other); }
table { border-collapse: collapse; width: 100%; }
th { text-align: left; font-weight: 600; }
th:nth-child(n + 3) { text-align: right; }
td, th { padding: 0.25rem 0.5rem; border-bottom: 1px solid var(--line); vertical-align: top; }
td.number { width: 1%; text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
td.wide { width: 30%; }
@media (max-width: 40rem) { td.wide, th:nth-child(2) { display: none; } }
.meter { display: block; height: 0.9rem; margin-top: 0.3rem; min-width: 1px; border-radius: 2px; background: var(--wait); }
.meter.greenlets { background: var(--idle); }
summary { cursor: pointer; }
summary span, td > span, small { opacity: 0.75; }
code, pre { font: 13px/1.5 ui-monospace, monospace; }
pre { margin: 0.3rem 0 0.6rem 1.2rem; overflow-x: auto; }
`;
