/**
 * Which folder may import which: `npm run lint` checks it.
 *
 * The folders of each list build on those before them, and on nothing else. Types count as well.
 */
const PLUGIN = ['1-mark', '2-patch', '3-analyze', '4-normalize', '5-allocate', '6-emit', '7-check'];
const RUNTIME = [
  'contract',
  'core',
  'hub',
  'cancellation',
  'waiting',
  'graph',
  'time',
  'async',
  'greenlets',
  'sync',
  'queues',
  'select',
  'groups',
  'green',
  'helpers',
];

/** What still imports from a folder that comes after its own. This list only gets shorter. */
const UPWARD = [
  // Types.
  '^runtime/contract/(link|frame|cancellations/caught|iteration/iterate)[.]ts$',
];

/** One rule for each floor: what it may import besides itself. */
function floors(root, names, below) {
  return names.map((name, index) => ({
    name: `${root}-${name}`,
    comment: `${root}/${name} builds on what comes before it: ${[...below, ...names.slice(0, index)].join(', ')}.`,
    severity: 'error',
    from: { path: `^${root}/${name}/`, pathNot: UPWARD },
    to: { path: `^${root}/`, pathNot: `^${root}/(${[...below, ...names.slice(0, index + 1)].join('|')})/` },
  }));
}

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...floors('plugin', ['interface', 'syntax'], []),
    ...floors('plugin', PLUGIN, ['interface', 'syntax']),
    ...floors('runtime', RUNTIME, []),
    {
      name: 'runtime-modules',
      comment: 'Nothing of the runtime builds on the cooperative modules.',
      severity: 'error',
      from: { path: `^runtime/(${RUNTIME.join('|')})/` },
      to: { path: '^runtime/(node|web|adapters)/' },
    },
    {
      name: 'plugin-and-runtime',
      comment: 'The compiler and the runtime share the contract in their outputs, and no code.',
      severity: 'error',
      from: { path: '^(plugin|runtime)/' },
      to: { path: '^(plugin|runtime|tools|dev|test)/', pathNot: '^$1/' },
    },
    {
      name: 'no-circles',
      comment: 'Files that need each other are one file, or need a third one. Types may go round.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    includeOnly: '^(plugin|runtime)/',
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
