// Every command with its one line for `--help`. The code of a command is loaded only when it is asked for,
// so that help and completion answer at once.
import type { HiddenCommand, ListedCommand } from './command.ts';

/**
 * All commands, in the order of the help: grouped by what somebody wants (a result, to look around, to keep house, to
 * write analyses), and inside a group by how often it is wanted. A new command is one file in `commands/` and one entry.
 */
export const commandList: readonly ListedCommand[] = [
  {
    name: 'run',
    group: 'Results',
    summary: 'get a result: from the store, or by computing what is missing',
    load: async () => (await import('./commands/run.ts')).run,
  },
  {
    name: 'plan',
    group: 'Results',
    summary: 'what would run, what is known, how long it may take',
    load: async () => (await import('./commands/plan.ts')).plan,
  },
  {
    name: 'why',
    group: 'Results',
    summary: 'why something would have to run again',
    load: async () => (await import('./commands/why.ts')).why,
  },
  {
    name: 'verify',
    group: 'Results',
    summary: 'run results again and compare bytes',
    load: async () => (await import('./commands/verify.ts')).verify,
  },
  {
    name: 'cancel',
    group: 'Results',
    summary: 'stop a job of a server',
    load: async () => (await import('./commands/cancel.ts')).cancel,
  },
  {
    name: 'step',
    group: 'Results',
    summary: 'one derivation by itself, from result packs to a result pack',
    load: async () => (await import('./commands/step.ts')).step,
  },
  {
    name: 'show',
    group: 'Looking',
    summary: 'a result with its values, or the description of an analysis',
    load: async () => (await import('./commands/show.ts')).show,
  },
  {
    name: 'open',
    group: 'Looking',
    summary: 'open a file of a result with the viewer of this system',
    load: async () => (await import('./commands/open.ts')).openFile,
  },
  {
    name: 'log',
    group: 'Looking',
    summary: 'what an activity said while it ran',
    load: async () => (await import('./commands/log.ts')).log,
  },
  {
    name: 'tree',
    group: 'Looking',
    summary: 'the family tree of a result',
    load: async () => (await import('./commands/tree.ts')).tree,
  },
  {
    name: 'view',
    group: 'Looking',
    summary: 'the family tree at a glance: equal processing as one block',
    load: async () => (await import('./commands/view.ts')).view,
  },
  {
    name: 'export',
    group: 'Looking',
    summary: 'the history of a result in the formats that others read',
    load: async () => (await import('./commands/export.ts')).exportCommand,
  },
  {
    name: 'ls',
    group: 'Looking',
    summary: 'the newest results',
    load: async () => (await import('./commands/ls.ts')).ls,
  },
  {
    name: 'find',
    group: 'Looking',
    summary: 'results by name, parameters, words, time, tags, what they were made with',
    load: async () => (await import('./commands/find.ts')).find,
  },
  {
    name: 'lineage',
    group: 'Looking',
    summary: 'where a result comes from and what was made with it: up, down, path, common, inputs',
    load: async () => (await import('./commands/lineage.ts')).lineage,
  },
  {
    name: 'tag',
    group: 'Looking',
    summary: 'tags on results',
    load: async () => (await import('./commands/tag.ts')).tag,
  },
  {
    name: 'note',
    group: 'Looking',
    summary: 'notes on results',
    load: async () => (await import('./commands/note.ts')).note,
  },
  {
    name: 'collection',
    group: 'Looking',
    summary: 'named sets of results',
    load: async () => (await import('./commands/collection.ts')).collection,
  },
  {
    name: 'bundle',
    group: 'Results',
    summary: 'a result with all that is needed to check it and make it again',
    load: async () => (await import('./commands/bundle.ts')).bundle,
  },
  {
    name: 'unbundle',
    group: 'Results',
    summary: 'take the result of a bundle into the store',
    load: async () => (await import('./commands/unbundle.ts')).unbundle,
  },
  {
    name: 'import',
    group: 'Results',
    summary: 'provenance made elsewhere (PROV-JSON, RO-Crate) as read-only nodes',
    load: async () => (await import('./commands/import.ts')).importCommand,
  },
  {
    name: 'similar',
    group: 'Looking',
    summary: 'results like another one, and what they differ in',
    load: async () => (await import('./commands/similar.ts')).similar,
  },
  {
    name: 'diff',
    group: 'Looking',
    summary: 'why two results differ, and in what',
    load: async () => (await import('./commands/diff.ts')).diff,
  },
  {
    name: 'impact',
    group: 'Looking',
    summary: 'what depends on a result, a version, code or a data file',
    load: async () => (await import('./commands/impact.ts')).impact,
  },
  {
    name: 'retract',
    group: 'The store',
    summary: 'say that something is wrong: it, and what was made from it, is no answer any more',
    load: async () => (await import('./commands/retract.ts')).retract,
  },
  {
    name: 'reinstate',
    group: 'The store',
    summary: 'take a retraction back',
    load: async () => (await import('./commands/reinstate.ts')).reinstate,
  },
  {
    name: 'du',
    group: 'The store',
    summary: 'what takes how much room',
    load: async () => (await import('./commands/du.ts')).du,
  },
  {
    name: 'gc',
    group: 'The store',
    summary: 'forget bytes that nobody needs; provenance is always kept',
    load: async () => (await import('./commands/gc.ts')).gc,
  },
  {
    name: 'check',
    group: 'The store',
    summary: 'look for damage',
    load: async () => (await import('./commands/check.ts')).check,
  },
  {
    name: 'pin',
    group: 'The store',
    summary: 'keep results from being forgotten',
    load: async () => (await import('./commands/pin.ts')).pin,
  },
  {
    name: 'unpin',
    group: 'The store',
    summary: 'no longer keep them',
    load: async () => (await import('./commands/unpin.ts')).unpin,
  },
  {
    name: 'backup',
    group: 'The store',
    summary: 'copy the store while it is used',
    load: async () => (await import('./commands/backup.ts')).backup,
  },
  {
    name: 'restore',
    group: 'The store',
    summary: 'make a store from a backup, and check it',
    load: async () => (await import('./commands/restore.ts')).restore,
  },
  {
    name: 'serve',
    group: 'The store',
    summary: 'put the store online: HTTP interface, jobs, services',
    load: async () => (await import('./commands/serve.ts')).serve,
  },
  {
    name: 'modules',
    group: 'Modules',
    summary: 'the loaded pipeline modules and their analyses',
    load: async () => (await import('./commands/modules.ts')).modules,
  },
  {
    name: 'init',
    group: 'Modules',
    summary: 'begin a pipeline module of your own',
    load: async () => (await import('./commands/init.ts')).init,
  },
  {
    name: 'completion',
    group: 'Modules',
    summary: 'completion for bash, zsh or fish',
    load: async () => (await import('./commands/completion.ts')).completion,
  },
];

/** Commands that are not meant for people: what the completion scripts and other programs ask. */
export const hiddenCommands: readonly HiddenCommand[] = [
  { name: '__complete', load: async () => (await import('./commands/complete.ts')).complete },
  { name: 'resolve', load: async () => (await import('./python/resolve-lines.ts')).resolveLines },
];
