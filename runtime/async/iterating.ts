import { delegate as delegatePlainly } from '../contract/iteration/generators.ts';
import { iterate as iteratePlainly } from '../contract/iteration/iterate.ts';
import { firstOf as firstOfPlain, spread as spreadPlainly } from '../contract/iteration/spread.ts';
import { iterateWhatIsAsynchronous } from './async-iterate.ts';

/*
 * What compiled code iterates with. Variables of this module, and no mere exports from others: bundlers leave out what a module does as it is
 * loaded if all that is taken from it are exports of others.
 */

iterateWhatIsAsynchronous();

export const delegate = delegatePlainly;
export const firstOf = firstOfPlain;
export const iterate = iteratePlainly;
export const spread = spreadPlainly;
