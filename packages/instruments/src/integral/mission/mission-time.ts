// Times as the people of the mission give them: calendar texts, day counts, revolutions, science windows, on-board time.
// One reader for all, so that every analysis takes what the time service takes.
import { StemmaError } from '@stemma/core';
import { isTimeFormat, parseTime, timeFormats, type Instant, type TimeFormat } from '@stemma/data/time';
import { documentedWindow } from './documented-windows.ts';
import { instantFromObt, obtFromText, onBoardErrorS } from './on-board-time.ts';
import { revolutionErrorD, revolutionInterval } from './revolution.ts';
import { formatScienceWindow, parseScienceWindow } from './science-window.ts';

/** The forms in which a time can be given. */
export const missionTimeForms = [...timeFormats, 'revolution', 'science-window', 'on-board'] as const;
/** One of {@link missionTimeForms}. */
export type MissionTimeForm = (typeof missionTimeForms)[number];

/** What a text names: an instant, or a stretch of time, and how well it is known. */
export interface MissionTime {
  readonly form: MissionTimeForm;
  readonly start: Instant;
  /** End of the revolution or science window; null for an instant. */
  readonly stop: Instant | null;
  /** How far off start and stop may be; 0 where the conversion is exact. */
  readonly errorS: number;
  /** What the error comes from, in words; empty where there is none. */
  readonly accuracy: string;
  /** The science window given, without version. */
  readonly scienceWindow: string | null;
}

/**
 * The form that a text most likely has, by the rules of the time service: up to four digits a revolution, twelve (with
 * or without a version) a science window, other numbers IJD up to 20000 and MJD above it, else a calendar text in UTC.
 * Added to these: numbers above 2400000 are JD, 15 to 20 digits are on-board time, 8 or 14 digits calendar texts.
 */
export function guessForm(text: string): MissionTimeForm {
  const trimmed = text.trim();
  if (/^\d{1,4}$/.test(trimmed)) return 'revolution';
  if (/^\d{12}(\.\d{3})?$/.test(trimmed)) return 'science-window';
  if (/^\d{15,20}$/.test(trimmed)) return 'on-board';
  if (/^(\d{8}|\d{14})$/.test(trimmed) || !/^[+-]?(\d+\.?\d*|\.\d+)([eEdD][+-]?\d+)?$/.test(trimmed)) return 'utc';
  const days = Number(trimmed.replace(/d/i, 'e'));
  if (days > 2_400_000) return 'jd';
  return days > 20_000 ? 'mjd' : 'ijd';
}

/**
 * Reads a time in a form, or in the form that it most likely has.
 * @throws StemmaError `invalid_request` saying what is wrong with the text.
 */
export function readMissionTime(text: string, form: MissionTimeForm | 'any' = 'any'): MissionTime {
  const chosen = form === 'any' ? guessForm(text) : form;
  try {
    const time = read(text, chosen);
    if (!isSpoken(time.start)) throw new RangeError(`'${text}' as ${chosen} lies outside of the years 1972 to 9999`);
    return time;
  } catch (thrown) {
    throw new StemmaError('invalid_request', (thrown as Error).message, { time: text, form: chosen }, thrown);
  }
}

// Only between these years every form can be written: UTC has whole leap seconds since 1972.
const [earliest, latest] = [parseTime('1972-01-01', 'utc'), parseTime('9999-12-31', 'utc')];

function isSpoken({ ttNs }: Instant): boolean {
  return ttNs >= earliest.ttNs && ttNs <= latest.ttNs;
}

function read(text: string, form: MissionTimeForm): MissionTime {
  if (isTimeFormat(form)) return readExact(text, form);
  if (form === 'revolution') return readRevolution(text);
  return form === 'science-window' ? readScienceWindow(text) : readOnBoard(text);
}

function readExact(text: string, form: TimeFormat): MissionTime {
  return { form, start: parseTime(text, form), stop: null, errorS: 0, accuracy: '', scienceWindow: null };
}

function readRevolution(text: string): MissionTime {
  const trimmed = text.trim();
  if (!/^\d+$/.test(trimmed)) throw new RangeError(`'${text}' is no revolution: a whole number, such as 2641`);
  const revolution = Number(trimmed);
  const errorS = revolutionErrorD(revolution) * 86_400;
  const accuracy = 'starts of revolutions are interpolated between documented ones';
  return { form: 'revolution', ...revolutionInterval(revolution), errorS, accuracy, scienceWindow: null };
}

function readScienceWindow(text: string): MissionTime {
  const parsed = parseScienceWindow(text);
  const scienceWindow = formatScienceWindow({ ...parsed, version: undefined });
  const known = documentedWindow(scienceWindow);
  if (known !== undefined) {
    const { start, stop, source } = known;
    // Windows last up to an hour: so far off is the start of one of which a single instant is known.
    const isInstant = start.ttNs === stop.ttNs;
    const accuracy = isInstant ? `only one instant of this science window is known: ${source}` : '';
    return { form: 'science-window', start, stop, errorS: isInstant ? 3600 : 0, accuracy, scienceWindow };
  }
  const revolution = readRevolution(String(parsed.revolution));
  const { start, stop } = revolution;
  const errorS = Number(stop!.ttNs - start.ttNs) / 1e9 + revolution.errorS;
  const accuracy =
    "the archive's index of science windows is not here: the times are those of the revolution that holds the window";
  return { ...revolution, form: 'science-window', errorS, accuracy, scienceWindow };
}

function readOnBoard(text: string): MissionTime {
  const start = instantFromObt(obtFromText(text));
  const accuracy = 'the on-board clock is correlated with TT by three documented pairs only';
  return { form: 'on-board', start, stop: null, errorS: onBoardErrorS(start), accuracy, scienceWindow: null };
}
