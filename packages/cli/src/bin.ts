#!/usr/bin/env node
// The `stemma` command: hands the arguments over and leaves with the exit code.
import { enableCompileCache } from 'node:module';
import { leanHeap } from './lean-heap.ts';

leanHeap();
// Compiled code is kept between runs: the command answers in half the time. Loaded after, so that it counts for all.
enableCompileCache();
const { main } = await import('./main.ts');
const { commandList, hiddenCommands } = await import('./command-list.ts');
process.exitCode = await main(process.argv.slice(2), { listed: commandList, hidden: hiddenCommands });
