#!/usr/bin/env node
import { rememberBytecode } from '../register/bytecode.ts';

rememberBytecode();
// What is imported above is loaded before anything is remembered.
const { main } = await import('./program.ts');
await main();
