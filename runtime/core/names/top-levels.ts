import { share } from '../../contract/share.ts';

/** The greenlets in which the top levels of modules run. */
export const topLevels = share(Symbol.for('greenlets:v1:topLevels'), () => new WeakSet<object>());
