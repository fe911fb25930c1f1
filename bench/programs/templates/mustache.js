/** Pages made by mustache, which asks for a partial by calling a function and cannot wait for it. */
import Mustache from 'mustache';

export function renderSync(read, template, view) {
  Mustache.clearCache();
  return Mustache.render(template, view, (name) => read(name)).length;
}
