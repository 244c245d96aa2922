// What the store knows of a derivation, fact by fact: how it was defined, what became of it, who made it and when.
import {
  isForeign,
  shortDigest,
  type ActivityRecord,
  type DerivationRecord,
  type InputBinding,
  type StoredResult,
  type UnitOf,
} from '@stemma/core';
import { parameterText } from './parameter-text.ts';
import { counted } from './terminal/numbers.ts';
import { formatAge, formatBytes, formatDuration, formatMoment } from './terminal/quantities.ts';
import type { Style } from './terminal/style.ts';
import { oneLine } from './terminal/text-width.ts';

/**
 * Rows of label and text: id, version, parameters, inputs, state, and the newest three activities.
 * @param stored absent for a derivation that has no result (it failed, was cancelled, or is a template of a fan-out).
 * @param activities newest first.
 * @param units where the units of parameters come from.
 */
export function resultFacts(
  { id, definition, parameters, inputs }: DerivationRecord,
  stored: StoredResult | undefined,
  activities: readonly ActivityRecord[],
  units: UnitOf,
  style: Style,
): string[][] {
  const { name, version, code, environment } = definition;
  const rows: string[][] = [['id', id]];
  rows.push([
    'version',
    `${version}  ${style.faint(`code ${shortDigest(code)}, environment ${shortDigest(environment)}`)}`,
  ]);
  for (const [key, value] of Object.entries(parameters))
    rows.push([rows.at(-1)?.[0] === 'parameters' ? '' : 'parameters', parameterText(name, { [key]: value }, units)]);
  Object.entries(inputs).forEach(([key, binding], i) =>
    rows.push([i === 0 ? 'inputs' : '', `${key}  ${bindingText(binding, style)}`]),
  );
  rows.push(['state', stateText(stored, isForeign(definition), style)]);
  if (stored && stored.producedBy !== id)
    rows.push([
      'made by',
      `${style.typed(shortDigest(stored.producedBy))}  ${style.faint('whose inputs had equal content')}`,
    ]);
  for (const activity of activities.slice(0, 3)) rows.push(['activity', activityText(activity, style)]);
  return collapse(rows).map(([label, text]) => [style.faint(label!), text!]);
}

// A label that repeats is written once.
function collapse(rows: readonly string[][]): string[][] {
  let last = '';
  return rows.map(([label = '', text = '']) => {
    const isRepeated = label === last || label === '';
    if (label !== '') last = label;
    return [isRepeated ? '' : label, text];
  });
}

// Inputs are told as they are held; of long lists the first three members stand for all.
function bindingText(binding: InputBinding, style: Style): string {
  if ('id' in binding) return style.typed(shortDigest(binding.id));
  if ('list' in binding)
    return `${style.faint(`list of ${binding.list.length}:`)} ${binding.list
      .slice(0, 3)
      .map((item) => bindingText(item, style))
      .join(' ')}${binding.list.length > 3 ? ' …' : ''}`;
  if ('map' in binding)
    return Object.entries(binding.map)
      .map(([key, item]) => `${key}: ${bindingText(item, style)}`)
      .join(', ');
  if ('each' in binding)
    return `${style.faint(`one for each of ${binding.each.output} of`)} ${style.typed(shortDigest(binding.each.over))}`;
  return style.faint('left out');
}

function stateText(stored: StoredResult | undefined, isElsewhere: boolean, style: Style): string {
  if (!stored) return style.notice('no result');
  const { manifest, publishedMs, forgotten, pinned } = stored;
  const when = style.faint(`${formatMoment(publishedMs)}, ${formatAge(publishedMs, Date.now())}`);
  const pin = pinned ? ', pinned' : '';
  if ('failure' in manifest)
    return `${style.notice(`no data: ${oneLine(manifest.failure.message)}`)} ${style.faint(`(${manifest.failure.reason})`)}${pin}  ${when}`;
  const outputs = Object.values(manifest.outputs);
  const bytes = outputs.reduce(
    (sum, { sizeBytes, files }) => sum + sizeBytes + files.reduce((all, file) => all + file.sizeBytes, 0),
    0,
  );
  if (isElsewhere) return `${style.notice('made elsewhere')}${pin}  imported ${when}`;
  if (forgotten) return `${style.notice('bytes forgotten by garbage collection')}${pin}  ${when}`;
  return `${style.good('stored')}, ${formatBytes(bytes)}${pin}  ${when}`;
}

function activityText(
  { status, startedMs, finishedMs, cpuS, peakMemoryBytes, agent, host, attempt, log, error }: ActivityRecord,
  style: Style,
): string {
  const took = formatDuration((finishedMs - startedMs) / 1000);
  const parts = [
    `${status === 'done' ? 'took' : `${status.replace('_', ' ')} after`} ${took}`,
    ...(cpuS === undefined ? [] : [`${formatDuration(cpuS)} CPU`]),
    ...(peakMemoryBytes === undefined ? [] : [`${formatBytes(peakMemoryBytes)} of memory`]),
    `${agent}@${host}`,
    ...(attempt > 1 ? [`attempt ${attempt}`] : []),
    ...(log.length > 0 ? [counted(log.length, 'log line')] : []),
  ];
  const reason = error ? `  ${style.bad(oneLine(error.message))}` : '';
  return `${parts.join(', ')}  ${style.faint(formatMoment(startedMs))}${reason}`;
}
