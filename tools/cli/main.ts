#!/usr/bin/env node
import { createProgram } from './program.ts';
import { report } from './report.ts';

await createProgram().parseAsync().catch(report);
