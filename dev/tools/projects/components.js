import { expectEqual } from '../project.js';

const VUE = `<script lang="ts">
import { sleep } from 'greenlets';
export function double(x: number): number {
  'use greenlet';
  sleep(1);
  return x * 2;
}
</script>
<script setup lang="ts">
import { ref } from 'vue';
import { sleep } from 'greenlets';
const text = ref('none');
const load = async (x: number): Promise<string> => {
  'use greenlet';
  sleep(1);
  text.value = \`loaded \${double(x)}\`;
  return text.value;
};
globalThis.loading = load(4);
</script>
<template><p @click="load(1)">{{ text }}</p></template>
<style scoped>p { color: red }</style>
`;

const SVELTE = `<script lang="ts">
  import { sleep } from 'greenlets';
  let count: number = $state(1);
  let double = $derived(count * 2);
  async function more(): Promise<number> {
    'use greenlet';
    sleep(1);
    count += 1;
    const before = count;
    sleep(1);
    return before + double;
  }
  globalThis.counting = more();
</script>
<button onclick={() => more()}>{count}</button>
`;

const STATE = `import { sleep } from 'greenlets';
export async function counted(): Promise<number> {
  'use greenlet';
  let n: number = $state(1);
  sleep(1);
  n += 1;
  return n;
}
`;

const MAIN = `import { createSSRApp } from 'vue';
import { renderToString } from 'vue/server-renderer';
import { render } from 'svelte/server';
import App from './App.vue';
import Counter from './Counter.svelte';
import { counted } from './state.svelte.ts';

const page = await renderToString(createSSRApp(App));
console.log(page.replace(/ data-[\\w-]+/, ''), await globalThis.loading);
console.log(render(Counter, { props: {} }).body.includes('<button>1</button>'), await globalThis.counting);
console.log(await counted());
`;

const EXPECTED = '<p>none</p> loaded 8\ntrue 6\n2\n';

const PLUGINS = `
import greenlets from 'greenlets/vite';
import vue from '@vitejs/plugin-vue';
import { svelte } from '@sveltejs/vite-plugin-svelte';

const plugins = [greenlets(), vue(), svelte()];`;

const BUILD = `import { build } from 'vite';${PLUGINS}
await build({
  configFile: false,
  logLevel: 'error',
  plugins,
  ssr: { noExternal: true },
  build: { ssr: 'src/components.ts', outDir: 'out', rollupOptions: { output: { entryFileNames: 'components.mjs' } } },
});
`;

const SERVE = `import { createServer, createServerModuleRunner } from 'vite';${PLUGINS}
const server = await createServer({ configFile: false, logLevel: 'error', plugins, server: { middlewareMode: true } });
const runner = createServerModuleRunner(server.environments.ssr);
await runner.import('/src/components.ts');
await runner.close();
await server.close();
`;

export const components = {
  name: 'Vite, Vue and Svelte',
  tool: 'vite',
  tested: 'marks in components, build and development server',
  async check(project) {
    await project.create({
      packages: ['vite', 'vue', '@vitejs/plugin-vue', 'svelte', '@sveltejs/vite-plugin-svelte', 'typescript@5'],
      files: { 'build.mjs': BUILD, 'serve.mjs': SERVE },
    });
    project.write({
      'src/App.vue': VUE,
      'src/Counter.svelte': SVELTE,
      'src/state.svelte.ts': STATE,
      'src/components.ts': MAIN,
    });
    await project.node('build.mjs');
    expectEqual(await project.node('out/components.mjs'), EXPECTED, 'the build');
    expectEqual(await project.node('serve.mjs'), EXPECTED, 'the development server');
  },
};
