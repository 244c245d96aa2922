#!/usr/bin/env node
// The `stemma` command: hands the arguments over and leaves with the exit code.
import { enableCompileCache } from 'node:module';

// Compiled code is kept between runs: the command answers in half the time. Loaded after, so that it counts for all.
enableCompileCache();
const { main } = await import('./main.ts');
process.exitCode = await main(process.argv.slice(2));
