// `stemma why`: why something would have to run again, in sentences.
import { shortDigest } from '@stemma/core';
import type { Command } from '../command.ts';
import { assumeOption, goalArguments, readRequest, type GoalOptions } from '../request.ts';
import { resultTitle } from '../result-view.ts';
import { openSession } from '../session.ts';

/** Explains without running or storing anything: what changed since the most similar earlier result of the analysis. */
export const why: Command<GoalOptions> = {
  arguments: goalArguments,
  options: [assumeOption],
  examples: [
    ['stemma why tutorial.BinnedEvents binSizeKeV=8', 'what differs from the results that there are:'],
    ['stemma why BinnedEvents --assume EnergyCalibration=EnergyCalibration2026', 'what an assumption would change:'],
  ],
  async run(context, words, options) {
    await using session = await openSession(context, { access: 'look' });
    const { stemma } = session;
    const report = await stemma.why(await readRequest(stemma, words, options, false));
    if (context.globals.json) return context.printJson(report);
    const { style } = context;
    context.print(resultTitle(report, style));
    if (report.known) return context.print(`  ${style.good('known')}: nothing would have to run`);
    for (const { name, text, comparedWith } of report.reasons) {
      const compared = comparedWith === undefined ? '' : style.faint(`  (compared with ${shortDigest(comparedWith)})`);
      context.print(`  ${name === report.name ? '' : `${name}: `}${text}${compared}`);
    }
  },
};
