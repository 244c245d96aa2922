// `stemma serve`: the store online. Reads the settings, starts, says where it is, and ends in order when it is told to.
import { StemmaError } from '@stemma/core';
import { loadServerSettings, settingsJsonSchema, withoutSecrets, type ServerSettings } from '@stemma/server';
import type { Command, Context } from '../command.ts';
import { programVersion } from '../program.ts';
import { startServer } from '../serve/start-server.ts';

interface ServeOptions {
  readonly config?: string;
  readonly host?: string;
  readonly port?: number;
  readonly workers?: number;
  readonly expose?: boolean;
  readonly logLevel?: string;
  readonly check?: boolean;
  readonly printSettings?: boolean;
  readonly printSchema?: boolean;
}

/** Runs until SIGTERM or SIGINT; a second signal ends it at once. */
export const serve: Command<ServeOptions> = {
  options: [
    { flags: '-c, --config <file>', description: 'settings (default: STEMMA_CONFIG, else stemma.server.json here)' },
    { flags: '--host <address>', description: 'address to listen on (default: 127.0.0.1)' },
    { flags: '-p, --port <number>', description: 'port; 0: any that is free (default: 8640)', parse: Number },
    {
      flags: '-j, --workers <number>',
      description: 'activities at once (default: the number of cores)',
      parse: Number,
    },
    { flags: '--expose', description: 'listen beyond this machine although nobody can log in' },
    { flags: '--log-level <level>', description: 'least that is written: debug, info, warn, error, silent' },
    { flags: '--check', description: 'check the settings, and start nothing' },
    { flags: '--print-settings', description: 'print all settings without secrets, and start nothing' },
    { flags: '--print-schema', description: 'print the JSON Schema of the settings file, and start nothing' },
  ],
  examples: [
    ['stemma serve --check', 'look whether the settings can be used:'],
    ['stemma serve --print-settings', 'see all of them, wherever they come from:'],
  ],
  notes: 'Flags come before variables (STEMMA_PORT …), these before the file. docs/operators/serving.md has them all.',
  async run(context, _words, options) {
    if (options.printSchema) return context.printJson(settingsJsonSchema());
    const { settings, warnings } = loadServerSettings({
      file: options.config,
      flags: flagsOf(context, options),
      environment: process.env,
      folder: process.cwd(),
    });
    for (const warning of warnings) context.note(`stemma: ${warning}`);
    if (options.printSettings) return context.printJson(withoutSecrets(settings));
    if (options.check) return context.print('the settings can be used');
    await run(context, settings);
  },
};

function flagsOf({ globals }: Context, { host, port, workers, expose, logLevel }: ServeOptions) {
  return {
    host,
    port,
    workers,
    store: globals.store,
    ...(globals.module.length > 0 && { modules: globals.module }),
    accounts: { expose },
    log: { level: logLevel },
  };
}

async function run(context: Context, settings: ServerSettings): Promise<void> {
  // Nobody who looks at a terminal wants a line for each request.
  const isWatched = process.stderr.isTTY && settings.log.file === undefined && settings.log.level === 'info';
  const shown = isWatched ? { ...settings, log: { ...settings.log, level: 'warn' as const } } : settings;
  const { url, analyses, close } = await startServer(shown, programVersion());
  const { strong, faint } = context.style;
  if (context.globals.json) context.printJson({ url, store: settings.store, analyses }, 'line');
  else
    context.print(
      `${strong('Stemma')} serves ${strong(url)}`,
      faint(`  store ${settings.store} · ${analyses} analyses · ${settings.workers} activities at once`),
      faint(`  curl ${url}/api/v1/services · ${url}/api/v1/openapi.json · Ctrl-C ends it`),
    );
  await ended();
  context.note('stemma: ending; what runs may finish, the rest goes on at the next start');
  // A second signal is somebody who does not want to wait.
  void ended().then(() => process.exit(new StemmaError('cancelled', '').exitCode));
  await close();
}

function ended(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}
