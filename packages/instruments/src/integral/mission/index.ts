/** Counting time the INTEGRAL way: revolutions, science windows, on-board time. */

export {
  type RevolutionAnchor,
  type RevolutionPhase,
  fractionalRevolution,
  revolutionAnchors,
  revolutionAt,
  revolutionErrorD,
  revolutionInterval,
  revolutionStart,
} from './revolution.ts';
export {
  type ScienceWindow,
  ScienceWindowError,
  type ScienceWindowType,
  formatScienceWindow,
  parseScienceWindow,
  scienceWindowReadiness,
  scienceWindowTypes,
} from './science-window.ts';
export {
  OBT_TICKS_PER_SECOND,
  type TimeCorrelation,
  instantFromObt,
  obtFromInstant,
  obtFromText,
  obtFromWords,
  obtSecondsSinceFirst,
  onBoardErrorS,
  timeCorrelations,
  wordsFromObt,
} from './on-board-time.ts';
export { documentedWindowAt } from './documented-windows.ts';
export { type MissionTimeForm, missionTimeForms, readMissionTime } from './mission-time.ts';
export { type Visibility, isVisible, sunAngleDeg, visibilityOf } from './sun-visibility.ts';
