// Presets and plugins of Babel 7 come without types.
declare module '@babel/plugin-*' {
  import type { PluginTarget } from '@babel/core';

  const plugin: PluginTarget;
  export default plugin;
}

declare module '@babel/preset-*' {
  import type { PluginTarget } from '@babel/core';

  const preset: PluginTarget;
  export default preset;
}

/** What puts counters into a program. Its package has no types. */
declare module 'istanbul-lib-instrument/src/visitor.js' {
  import type { NodePath, types } from '@babel/core';

  interface Visitor {
    enter(path: NodePath<types.Program>): void;
    /** Nothing if there are counters already. */
    exit(path: NodePath<types.Program>): { fileCoverage: object } | undefined;
  }

  const programVisitor: (babelTypes: typeof types, filename: string, options: object) => Visitor;
  export default programVisitor;
}
