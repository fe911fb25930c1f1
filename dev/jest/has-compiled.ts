import { link } from '../../runtime/contract/link.ts';

link.hasCompiled = true;
