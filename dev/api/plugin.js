import { Comment, Converter, ReflectionKind } from 'typedoc';
import { publicEntries } from './entries.js';

/** The modules of Node whose functions are replaced, by the entry that does it. */
const ORIGINALS = { 'child-process': 'child_process', 'timers-promises': 'timers/promises' };

/**
 * A plugin of typedoc: calls modules by the names that they are imported by, and says of functions that replace those of Node
 * what stands at the head of their module for all of them.
 *
 * @param {import('typedoc').Application} app
 */
export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, (context) => {
    const entries = publicEntries();
    for (const module of context.project.getReflectionsByKind(ReflectionKind.Module)) {
      const file = context.project.getSymbolIdFromReflection(module)?.packagePath ?? '';
      const name = entries.get(file);
      if (name === undefined) throw new Error(`no entry is ${file}`);
      module.name = name;
      if (name.startsWith('greenlets/node/')) describeReplacements(module);
    }
  });
}

/** @param {import('typedoc').DeclarationReflection} module */
function describeReplacements(module) {
  const path = module.name.replace('greenlets/node/', '');
  const original = `node:${ORIGINALS[path] ?? path}`;
  for (const child of module.children ?? []) {
    if (child.comment !== undefined || child.kind !== ReflectionKind.Variable) continue;
    const text =
      child.name === 'default'
        ? `The whole of \`${original}\`, in which the functions of this module take the place of theirs.`
        : `\`${child.name}\` of \`${original}\`. In a greenlet it blocks that greenlet only. See the head of this module.`;
    child.comment = new Comment([{ kind: 'text', text }]);
  }
  describeMembers(module.getChildByName('default'));
}

/** @param {import('typedoc').Reflection | undefined} whole the object that has the functions of a module as members */
function describeMembers(whole) {
  const { type } = /** @type {import('typedoc').DeclarationReflection} */ (whole ?? {});
  if (type?.type !== 'reflection') return;
  for (const member of type.declaration.children ?? [])
    member.comment ??= new Comment([{ kind: 'text', text: `See \`${member.name}\` of this module.` }]);
}
