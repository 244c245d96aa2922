// The words of a command from its template: parameters as text, files as paths in the working directory.
import { FileValue, StemmaError } from '@stemma/core';

const place = /\{\{|\}\}|\{([A-Za-z_][\w.]*)\}/g;

/**
 * Fills a template. A word that is nothing but one place expands to as many words as its value has elements; a true
 * flag is `true`. `{{` and `}}` are braces.
 * @throws StemmaError `invalid_request` for a place that means nothing, or a value that is neither text nor file.
 */
export function expandWords(
  template: readonly string[],
  values: Readonly<Record<string, unknown>>,
  pathOf: (file: FileValue) => string,
  name: string,
): string[] {
  // Each file is put into the folder once, however often it is named.
  const paths = new Map<FileValue, string>();
  const textOf = (value: unknown, at: string): string => {
    if (value instanceof FileValue) {
      if (!paths.has(value)) paths.set(value, pathOf(value));
      return paths.get(value)!;
    }
    if (['string', 'number', 'boolean', 'bigint'].includes(typeof value)) return String(value);
    throw new StemmaError(
      'invalid_request',
      `${name}: {${at}} is neither text nor a file, so it cannot stand in a command`,
    );
  };
  return template.flatMap((word) => {
    const whole = /^\{([A-Za-z_][\w.]*)\}$/.exec(word)?.[1];
    if (whole !== undefined) {
      const value = lookUp(values, whole, name);
      return Array.isArray(value) ? value.map((item) => textOf(item, whole)) : [textOf(value, whole)];
    }
    return [
      word.replaceAll(place, (found, path: string | undefined) =>
        path === undefined ? found[0]! : textOf(lookUp(values, path, name), path),
      ),
    ];
  });
}

function lookUp(values: Readonly<Record<string, unknown>>, path: string, name: string): unknown {
  let at: unknown = values;
  for (const part of path.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part))
      throw new StemmaError(
        'invalid_request',
        `${name}: its command names {${path}}, which is no parameter or input of it`,
      );
    at = (at as Record<string, unknown>)[part];
  }
  return at;
}
