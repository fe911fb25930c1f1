import type { CompileOptions } from '../../compile/options.ts';

/** The query parameter of the loader's URL that holds options, as JSON. */
const OPTIONS = 'options';

/** What `--import` takes so that another process or thread compiles as this one does. */
export function loaderUrl({ plugin: { mark, stress, patch, warnings }, include }: CompileOptions): string {
  const url = new URL('./register.mjs', import.meta.url);
  url.searchParams.set(OPTIONS, JSON.stringify({ mark, stress, patch, warnings, include }));
  return url.href;
}

/** The options in a URL made by `loaderUrl`; undefined if the loader was imported by name. */
export function optionsIn(url: string): string | undefined {
  return new URL(url).searchParams.get(OPTIONS) ?? undefined;
}
