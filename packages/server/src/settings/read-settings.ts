// Settings from where they stand: flags before environment before file before defaults. What is wrong is told with the
// place where it stands and the nearest name, all of it at once.
import { didYouMean, StemmaError } from '@stemma/core';
import { serverSettings, type ServerSettings } from './server-settings.ts';
import { settingList, type Setting } from './setting-list.ts';

/** The name of the file that is looked for in the current folder. */
export const serverSettingsFile = 'stemma.server.json';

/** Where settings come from. */
export interface SettingSources {
  /** The parsed file and its name for messages; undefined when there is none. */
  readonly file?: { readonly name: string; readonly content: unknown } | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Nested as in the file; undefined values count as not given. */
  readonly flags?: Readonly<Record<string, unknown>>;
  /** Reads the file that a variable with `_FILE` names. */
  readFile(this: void, path: string): string;
}

/** Settings and what was strange about them. */
export interface ReadSettings {
  readonly settings: ServerSettings;
  readonly warnings: readonly string[];
}

// Variables of other parts of Stemma, which are no settings of a server.
const otherVariables = new Set(['STEMMA_DATA_MIRROR', 'STEMMA_CONFIG', 'STEMMA_NODE', 'STEMMA_SEED', 'STEMMA_PYTHON']);

/**
 * Reads settings.
 * @throws StemmaError `invalid_request` naming every wrong setting and where it stands.
 */
export function readServerSettings({ file, environment, flags = {}, readFile }: SettingSources): ReadSettings {
  const faults: string[] = [];
  const fromFile = file === undefined ? {} : objectOf(file.content, file.name, faults);
  if (file) faults.push(...unknownNames(fromFile, [], file.name));
  const { values, warnings } = fromEnvironment(environment, readFile, faults);
  const merged = [fromFile, values, flags].reduce<Json>((below, above) => merge(below, above), {});
  const result = serverSettings.safeParse(merged);
  for (const { code, path, message } of result.error?.issues ?? []) {
    // Unknown names were told above, with the nearest one.
    if (code !== 'unrecognized_keys')
      faults.push(`${placeOf(path.map(String), values, flags, file?.name)}: ${message}`);
  }
  if (faults.length > 0 || !result.success)
    throw new StemmaError('invalid_request', `the settings cannot be used: ${faults.join('; ')}`, { faults });
  return { settings: result.data, warnings };
}

/** Settings without what is secret, to be shown. */
export function withoutSecrets(settings: ServerSettings): Record<string, unknown> {
  const shown = structuredClone(settings) as Json;
  for (const { path } of settingList.filter(({ secret }) => secret))
    if (at(shown, path) !== undefined) put(shown, path, '(secret)');
  return shown;
}

type Json = Record<string, unknown>;

function objectOf(content: unknown, name: string, faults: string[]): Json {
  if (typeof content === 'object' && content !== null && !Array.isArray(content)) return content as Json;
  faults.push(`${name} must be an object such as {"port": 8640}`);
  return {};
}

function unknownNames(content: Json, path: readonly string[], name: string): string[] {
  const known = namesUnder(path);
  return Object.entries(content).flatMap(([key, value]) => {
    const inner = [...path, key];
    if (key === '$schema' && path.length === 0) return [];
    if (!known.includes(key)) return [`${name} has no setting "${inner.join('.')}"${didYouMean(key, known)}`];
    const isGroup = namesUnder(inner).length > 0;
    return isGroup && typeof value === 'object' && value !== null ? unknownNames(value as Json, inner, name) : [];
  });
}

function namesUnder(prefix: readonly string[]): string[] {
  const under = settingList.filter(({ path }) => prefix.every((part, i) => path[i] === part));
  return [...new Set(under.flatMap(({ path }) => path.slice(prefix.length, prefix.length + 1)))];
}

function fromEnvironment(
  environment: SettingSources['environment'],
  readFile: SettingSources['readFile'],
  faults: string[],
): { values: Json; warnings: string[] } {
  const values: Json = {};
  const known = new Map(settingList.map((setting) => [setting.variable, setting]));
  for (const [variable, setting] of known) {
    const text = environment[variable] ?? secretFrom(environment, setting, readFile, faults);
    if (text !== undefined && text !== '') put(values, setting.path, valueOf(text, setting, faults));
  }
  const isSecretFile = (name: string) => name.endsWith('_FILE') && known.get(name.slice(0, -5))?.secret === true;
  const strange = Object.keys(environment).filter(
    (name) => name.startsWith('STEMMA_') && !known.has(name) && !isSecretFile(name) && !otherVariables.has(name),
  );
  const warnings = strange.map((name) => `${name} sets nothing of a server${didYouMean(name, known.keys())}`);
  return { values, warnings };
}

// As services are given secrets by systemd and containers: as files, not in the environment, which children inherit.
function secretFrom(
  environment: SettingSources['environment'],
  { secret, variable }: Setting,
  readFile: SettingSources['readFile'],
  faults: string[],
): string | undefined {
  const path = secret ? environment[`${variable}_FILE`] : undefined;
  if (path === undefined) return undefined;
  try {
    return readFile(path).trim();
  } catch (cause) {
    faults.push(`${variable}_FILE: ${path} cannot be read (${(cause as NodeJS.ErrnoException).code})`);
    return undefined;
  }
}

function valueOf(text: string, { kind, variable }: Setting, faults: string[]): unknown {
  if (kind === 'list') return text.split(',').map((item) => item.trim());
  if (kind === 'text') return text;
  if (kind === 'number') {
    if (Number.isFinite(Number(text))) return Number(text);
    faults.push(`${variable}: "${text}" is no number`);
    return undefined;
  }
  if (/^(true|false|1|0)$/.test(text)) return text === 'true' || text === '1';
  faults.push(`${variable}: "${text}" is neither true nor false`);
  return undefined;
}

function merge(below: Json, above: Readonly<Record<string, unknown>>): Json {
  const merged: Json = { ...below };
  for (const [key, value] of Object.entries(above)) {
    const isBoth = isObject(merged[key]) && isObject(value);
    if (value !== undefined) merged[key] = isBoth ? merge(merged[key] as Json, value as Json) : value;
  }
  return merged;
}

// Where a wrong value stands: whoever set it last.
function placeOf(path: readonly string[], values: Json, flags: Json, file: string | undefined): string {
  const name = path.join('.');
  if (at(flags, path) !== undefined) return `--${name}`;
  if (at(values, path) === undefined) return `${file ?? 'default'} ${name}`.trim();
  return settingList.find((setting) => setting.path.every((part, i) => part === path[i]))?.variable ?? name;
}

function at(content: Json, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, key) => (isObject(value) ? (value as Json)[key] : undefined), content);
}

function put(content: Json, path: readonly string[], value: unknown): void {
  const [key, ...rest] = path;
  if (rest.length === 0) content[key!] = value;
  else put((content[key!] ??= {}) as Json, rest, value);
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
