/** A plugin of Vite, as far as it matters here. */
export interface OtherPlugin {
  name: string;
  enforce?: 'pre' | 'post';
}

/** Moves a plugin behind the last of those that are to run before it, unless it is there already. */
export function moveBehind(own: OtherPlugin, plugins: OtherPlugin[], isBefore: (other: OtherPlugin) => boolean): void {
  const place = plugins.indexOf(own);
  const last = plugins.findLastIndex(isBefore);
  if (place !== -1 && place < last) plugins.splice(last, 0, ...plugins.splice(place, 1));
}
