// The description of an analysis: what it does, its parameters with units and ranges, its inputs, outputs, an example.
import {
  formatParameter,
  requestParameters,
  type AnalysisDefinition,
  type InputSpec,
  type Json,
  type Type,
  describeAnalysis,
} from '@stemma/core';
import type { Context } from './command.ts';
import type { LoadedModule } from './modules.ts';
import type { Stemma } from './stemma.ts';
import { columns } from './terminal/columns.ts';
import type { Style } from './terminal/style.ts';

/**
 * Shows how an analysis is described: parameters with units, ranges and defaults, inputs, outputs, expected failures, the
 * files whose code counts in its identity, and a command that works as it stands.
 * @param loaded where modules came from; the analysis may also stand in none of them.
 * @throws StemmaError `not_found` with the nearest name; `invalid_request` when a short name is ambiguous.
 */
export function showAnalysis(stemma: Stemma, loaded: readonly LoadedModule[], name: string, context: Context): void {
  const analysis = stemma.analysis(name);
  const { definition } = analysis;
  const { digest, files, packages } = stemma.codeOf(analysis);
  const home = loaded.find(({ module }) => module.analyses.includes(analysis));
  if (context.globals.json)
    return context.printJson({
      ...describeAnalysis(definition),
      module: home?.module.name,
      code: { digest, files: files.map(({ url }) => url), packages },
    });
  const { style } = context;
  context.print(`${style.strong(definition.name)}  ${style.faint(`version ${definition.version}`)}`);
  if (definition.description) context.print(definition.description);
  for (const note of notesOf(definition)) context.print(style.faint(note));
  section('Parameters', parameterRows(definition, style), context);
  section(
    'Inputs',
    Object.entries(definition.inputs).map(([key, spec]) => [key, inputText(spec, style)]),
    context,
  );
  section(
    'Outputs',
    Object.entries(definition.outputs).map(([key, type]) => [key, outputText(type), style.faint(describedAs(type))]),
    context,
  );
  section(
    'May find nothing',
    Object.entries(definition.failures).map(([reason, text]) => [reason, style.faint(text)]),
    context,
  );
  section(
    'Code',
    codeRows(
      home,
      files.map(({ url }) => url),
      style,
    ),
    context,
  );
  section('Example', [[style.typed(exampleOf(definition, context))]], context);
}

function section(title: string, rows: readonly (readonly string[])[], { print, style }: Context): void {
  if (rows.length > 0) print('', style.strong(title), ...columns(rows, { indent: 2 }));
}

function notesOf({ run, stored, stochastic, specialises }: AnalysisDefinition): string[] {
  return [
    ...(run ? [] : ['Abstract: something must be put in its place, as an argument or with --assume.']),
    ...(specialises ? [`A specialisation of ${specialises.definition.name}.`] : []),
    ...(stochastic ? ['Draws random numbers; the seed comes from the id, so equal requests draw equal numbers.'] : []),
    ...(stored ? [] : ['Never stored: made again whenever it is needed.']),
  ];
}

function parameterRows(definition: AnalysisDefinition, style: Style): string[][] {
  return Object.entries(requestParameters(definition)).map(([key, type]) => [
    style.strong(key),
    kindText(type),
    defaultText(type),
    style.faint(describedAs(type)),
  ]);
}

function describedAs({ schema }: Type<unknown>): string {
  return typeof schema.description === 'string' ? schema.description : '';
}

/** The kind of a parameter with its unit, its range or its choices. */
function kindText({ kind, schema }: Type<unknown>): string {
  const unit = schema['x-unit'];
  const inUnit = typeof unit === 'string' ? `${kind} in ${unit}` : kind;
  const { minimum, maximum, enum: choices, examples } = schema as Record<string, Json>;
  if (Array.isArray(choices)) return choices.join(' | ');
  if (minimum !== undefined && maximum !== undefined) return `${inUnit}, ${String(minimum)} to ${String(maximum)}`;
  if (minimum !== undefined) return `${inUnit}, at least ${String(minimum)}`;
  if (maximum !== undefined) return `${inUnit}, at most ${String(maximum)}`;
  return Array.isArray(examples) ? `${inUnit} like ${String(examples[0])}` : inUnit;
}

function defaultText({ default: value, schema }: Type<unknown>): string {
  if (value === undefined) return 'must be given';
  const unit = schema['x-unit'];
  return `default ${formatParameter(value as Json, typeof unit === 'string' ? unit : undefined)}`;
}

function inputText(spec: InputSpec, style: Style): string {
  if (Array.isArray(spec)) return `list: ${spec.map((item: InputSpec) => inputText(item, style)).join(', ')}`;
  const input = spec as Exclude<InputSpec, readonly InputSpec[]> & { kind?: unknown };
  switch (input.kind) {
    case 'analysis':
      return (input as { definition: AnalysisDefinition }).definition.name;
    case 'goal':
      return inputText((input as { target: InputSpec }).target, style) + style.faint(' with arguments');
    case 'named':
      return (input as { name: string }).name;
    case 'literal':
      return style.faint('a value');
    case 'file': {
      const { name, licence } = (input as { source: { name: string; licence?: string } }).source;
      return `file ${name}${licence === undefined ? '' : style.faint(`, ${licence}`)}`;
    }
    case 'optional':
      return inputText((input as { input: InputSpec }).input, style) + style.faint(', optional');
    case 'accepting':
      return inputText((input as { input: InputSpec }).input, style) + style.faint(', may fail as expected');
    case 'each': {
      const { over, output, one, template } = input as unknown as {
        over: InputSpec;
        output: string;
        one: boolean;
        template: InputSpec;
      };
      return `${inputText(template, style)} ${style.faint(one ? `that follows from ${output} of` : `for each of ${output} of`)} ${inputText(over, style)}`;
    }
    default:
      return Object.entries(input as Record<string, InputSpec>)
        .map(([key, item]) => `${key}: ${inputText(item, style)}`)
        .join(', ');
  }
}

function outputText({ kind, schema }: Type<unknown>): string {
  const columnsOfTable = schema['x-columns'] as Record<string, { unit?: string }> | undefined;
  if (columnsOfTable)
    return `table of ${Object.entries(columnsOfTable)
      .map(([name, { unit }]) => (unit ? `${name} [${unit}]` : name))
      .join(', ')}`;
  const dtype = schema['x-dtype'] ? ` of ${String(schema['x-dtype'])}` : '';
  const unit = schema['x-unit'] ? ` in ${String(schema['x-unit'])}` : '';
  const media = schema.contentMediaType ? ` (${String(schema.contentMediaType)})` : '';
  return `${kind}${dtype}${unit}${media}`;
}

function codeRows(home: LoadedModule | undefined, urls: readonly string[], style: Style): string[][] {
  const files = urls.map((url) => url.slice(url.lastIndexOf('/') + 1));
  const shown = files.slice(0, 4).join(', ') + (files.length > 4 ? ` and ${files.length - 4} more` : '');
  return [
    ...(home ? [['module', `${home.module.name} ${home.module.version} ${style.faint(`from ${home.from}`)}`]] : []),
    ...(files.length > 0 ? [['files', style.faint(shown)]] : []),
  ];
}

// What must be given is given; otherwise one parameter with its default shows how parameters are written.
function exampleOf({ name, parameters }: AnalysisDefinition, { typed }: Context): string {
  const entries = Object.entries(parameters);
  const needed = entries.filter(([, type]) => type.default === undefined);
  const words = needed.map(
    ([key, { schema }]) => `${key}=${Array.isArray(schema.examples) ? String(schema.examples[0]) : `<${key}>`}`,
  );
  const [first] = entries.filter(([, type]) => type.default !== undefined && type.default !== null);
  if (words.length === 0 && first)
    words.push(
      `${first[0]}=${typeof first[1].default === 'object' ? JSON.stringify(first[1].default) : String(first[1].default)}`,
    );
  return typed('run', name, ...words);
}
