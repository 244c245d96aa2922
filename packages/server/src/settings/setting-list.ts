// The settings one by one, read out of the schema: dotted name, environment variable, kind, default, sentence.
import { z } from 'zod';
import { serverSettings } from './server-settings.ts';

/** One setting. */
export interface Setting {
  /** `consul.address`, as in the file. */
  readonly path: readonly string[];
  /** `STEMMA_CONSUL_ADDRESS`. */
  readonly variable: string;
  readonly kind: 'text' | 'number' | 'boolean' | 'list';
  readonly description: string;
  /** True for what is never shown; a file with it can be named by the variable with `_FILE`. */
  readonly secret: boolean;
}

/** All settings, in the order of the schema. */
export const settingList: readonly Setting[] = [...leavesOf(serverSettings, [])];

function* leavesOf(schema: z.ZodType, path: readonly string[]): Generator<Setting> {
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodObject) {
    for (const [key, value] of Object.entries(inner.shape as Record<string, z.ZodType>))
      if (key !== '$schema') yield* leavesOf(value, [...path, key]);
    return;
  }
  yield {
    path,
    variable: variableOf(path),
    kind: kindOf(inner),
    description: z.globalRegistry.get(schema)?.description ?? '',
    secret: isSecret(schema),
  };
}

// `.describe()` makes a new schema with the metadata of the old one; wrappers keep what they wrap.
function isSecret(schema: z.ZodType): boolean {
  return z.globalRegistry.get(schema)?.secret === true;
}

function unwrapped(schema: z.ZodType): z.ZodType {
  const { innerType } = schema.def as { innerType?: z.ZodType };
  return innerType ? unwrapped(innerType) : schema;
}

function kindOf(schema: z.ZodType): Setting['kind'] {
  if (schema instanceof z.ZodNumber) return 'number';
  if (schema instanceof z.ZodBoolean) return 'boolean';
  return schema instanceof z.ZodArray ? 'list' : 'text';
}

function variableOf(path: readonly string[]): string {
  const words = path.flatMap((part) => part.split(/(?<=[a-z])(?=[A-Z])/));
  return ['stemma', ...words].join('_').toUpperCase();
}
