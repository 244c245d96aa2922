// A time as a parameter: refused at once, with a clear message, when the text can be read in no form of the mission.
import { StemmaError, string, type Type, type TypeOptions } from '@stemma/core';
import { missionTimeForms, readMissionTime, type MissionTimeForm } from '../mission/index.ts';

/** Options of {@link missionTime}. */
export interface MissionTimeOptions extends TypeOptions<string> {
  /** The one form that is allowed; any of them when left out. */
  readonly form?: MissionTimeForm;
  /** Shown in messages and documents. */
  readonly example?: string;
}

/**
 * A time, kept as the text that was given: it is as exact as its author made it. A number is taken as its text.
 * Parsing throws StemmaError `invalid_request`, naming the parameter, when no allowed form reads the text.
 */
export function missionTime({ form, ...options }: MissionTimeOptions = {}): Type<string> {
  const text = string(options);
  const allowed = form === undefined ? missionTimeForms : [form];
  return {
    ...text,
    parse(given, where) {
      const value = text.parse(typeof given === 'number' ? String(given) : given, where);
      if (!allowed.some((candidate) => problemOf(value, candidate) === undefined)) {
        const problem = problemOf(value, form ?? 'any') ?? `'${value}' is no time`;
        throw new StemmaError('invalid_request', `${where}: ${problem}`, { where });
      }
      return value;
    },
  };
}

function problemOf(text: string, form: MissionTimeForm | 'any'): string | undefined {
  try {
    readMissionTime(text, form);
    return undefined;
  } catch (thrown) {
    return (thrown as Error).message;
  }
}
