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
