// The index in one SQLite file: the embedded default, for any number of processes of one machine.
// Here only the pieces are put together; each of them is a file in the folder sqlite/.
import type { Clock, LineageIndex, ResultIndex, RetractionIndex, SearchIndex } from '@stemma/core';
import { systemClock } from '../clock.ts';
import { sha256 } from '../hashing/sha256.ts';
import { withStandings } from './with-standings.ts';
import { annotations } from './sqlite/annotations.ts';
import { contents, forget, pin, size } from './sqlite/care.ts';
import { check } from './sqlite/check.ts';
import { claims } from './sqlite/claims.ts';
import { openConnection } from './sqlite/connection.ts';
import type { Connection } from './sqlite/connection.ts';
import { find } from './sqlite/find.ts';
import { foreignDocuments } from './sqlite/foreign.ts';
import { heartbeat } from './sqlite/heartbeat.ts';
import { impact } from './sqlite/impact.ts';
import { lastUsed } from './sqlite/last-used.ts';
import type { LastUsed } from './sqlite/last-used.ts';
import { lineage, reachable, usersOf } from './sqlite/lineage.ts';
import { lookups } from './sqlite/lookups.ts';
import { session } from './sqlite/owner.ts';
import { derivations, expand, latest, timings, used, users } from './sqlite/provenance.ts';
import { publish, recordActivities } from './sqlite/publish.ts';
import { readActivities } from './sqlite/record-activity.ts';
import { recordDerivations } from './sqlite/record-derivations.ts';
import { retractionDoubts } from './sqlite/retraction-doubts.ts';
import type { RetractionDoubts } from './sqlite/retraction-doubts.ts';
import {
  activeRetractions,
  derivationsMeant,
  formerResults,
  retract,
  retractions,
  standings,
  withdraw,
} from './sqlite/retraction-events.ts';
import { analysisDescriptions, describeAnalyses, search } from './sqlite/search.ts';
import { sketches } from './sqlite/sketches.ts';

/** How to open a SQLite index. */
export interface SqliteIndexOptions {
  /** The database file; made when it is absent. Beside it SQLite keeps `-wal` and `-shm`. Never on a network file system. */
  readonly path: string;
  /** Only look: nothing is created, migrated or written, and writing methods throw `unavailable`. */
  readonly readOnly?: boolean;
  readonly clock?: Clock;
  /** Time between two heartbeats, ms (default 5000); a lease is lost after three. */
  readonly heartbeatMs?: number;
  /** Who holds the leases, for people's eyes; by default host and process number. */
  readonly owner?: string;
}

/** The questions of people, each atomic for itself. */
type Questions = Pick<
  ResultIndex,
  'derivations' | 'activities' | 'used' | 'users' | 'expand' | 'find' | 'timings' | 'latest'
>;
type Care = Pick<ResultIndex, 'contents' | 'pin' | 'forget' | 'check' | 'size'>;

/**
 * Opens the index in a SQLite file.
 *
 * Publications survive a power cut once `publish` has answered; leases need not and do not. When a content was
 * last used is noted at publication, then at most once an hour and at `close`, never by a look-up itself.
 * @throws StemmaError `unavailable` (not there, not writable, no room), `corrupt` (damaged, or a file of something else),
 *   `conflict` (written by a newer Stemma).
 */
export function sqliteIndex(options: SqliteIndexOptions): ResultIndex {
  const { path, readOnly = false, clock = systemClock, heartbeatMs = 5000 } = options;
  const connection = openConnection(path, readOnly);
  const uses = lastUsed(connection, clock);
  const own = session(connection, clock, heartbeatMs, options.owner);
  const heart = heartbeat(path, own.name, heartbeatMs, clock);
  const doubts = retractionDoubts(connection);
  const look = lookups(connection, clock, uses, doubts);
  const flight = claims(connection, clock, own, heart, doubts);
  return {
    label: `sqlite:${path}`,
    readOnly,
    known: async (ids) => connection.read(() => look.known(ids)),
    knownActions: async (keys) => connection.read(() => look.knownActions(keys)),
    results: async (ids) => connection.read(() => look.results(ids)),
    payloads: async (digests) => connection.read(() => look.payloads(digests)),
    claim: async (ids) => flight.claim(ids),
    release: async (leases) => flight.release(leases),
    publish: async (batch) => publish(connection, clock, doubts, batch),
    recordActivities: async (activities) => recordActivities(connection, activities),
    recordDerivations: async (records) => {
      if (records.length > 0) connection.write('volatile', () => recordDerivations(connection, records, []));
    },
    ...questions(connection, doubts),
    ...familyQuestions(connection, doubts),
    ...annotations(connection, clock),
    ...sketches(connection),
    ...foreignDocuments(connection, clock),
    ...care(connection, clock, uses),
    ...retraction(connection, clock, doubts),
    close: async () => {
      if (!connection.db.isOpen) return;
      await heart.stop();
      try {
        if (!readOnly) connection.write('volatile', () => own.leave());
        uses.flush();
      } finally {
        connection.close();
      }
    },
  };
}

function questions(connection: Connection, doubts: RetractionDoubts): Questions {
  return {
    derivations: async (ids) => connection.read(() => derivations(connection, ids)),
    activities: async (id) => connection.read(() => readActivities(connection, id)),
    used: async (ids) => connection.read(() => used(connection, ids)),
    users: async (id) => connection.read(() => users(connection, id)),
    expand: async (prefix) => connection.read(() => expand(connection, prefix)),
    find: async (query) =>
      connection.read(() => withStandings(find(connection, query), (ids) => standings(connection, doubts, ids))),
    timings: async (names) => connection.read(() => timings(connection, names)),
    latest: async (name, limit) => connection.read(() => latest(connection, name, limit)),
  };
}

// The arrays of all users live as long as the connection and serve both questions.
function familyQuestions(connection: Connection, doubts: RetractionDoubts): LineageIndex & SearchIndex {
  const impacts = impact(connection);
  const searches = search(connection, impacts, doubts);
  return {
    lineage: async (ids, bounds) => connection.read(() => lineage(connection, ids, bounds)),
    reachable: async (ids, bounds) => connection.read(() => reachable(connection, ids, bounds)),
    usersOf: async (ids) => connection.read(() => usersOf(connection, ids)),
    impact: async (ids) => connection.read(() => impacts.of(ids)),
    search: async (query) =>
      connection.read(() => {
        const page = searches(query);
        return { ...page, results: withStandings(page.results, (ids) => standings(connection, doubts, ids)) };
      }),
    describeAnalyses: async (descriptions) => describeAnalyses(connection, descriptions),
    analysisDescriptions: async (names) => connection.read(() => analysisDescriptions(connection, names)),
  };
}

function retraction(connection: Connection, clock: Clock, doubts: RetractionDoubts): RetractionIndex {
  return {
    lastRetraction: async () => connection.read(() => doubts.last()),
    retract: async (request) => retract(connection, clock, doubts, request),
    withdraw: async (number, by) => withdraw(connection, clock, doubts, number, by),
    activeRetractions: async () => connection.read(() => activeRetractions(connection)),
    retractions: async (after = 0, limit = 1000) => connection.read(() => retractions(connection, after, limit)),
    standings: async (ids) => connection.read(() => standings(connection, doubts, ids)),
    formerResults: async (id) => connection.read(() => formerResults(connection, id)),
    derivationsMeant: async (target) => connection.read(() => derivationsMeant(connection, target)),
  };
}

function care(connection: Connection, clock: Clock, uses: LastUsed): Care {
  return {
    contents: () => {
      connection.read(() => uses.flush());
      return contents(connection);
    },
    pin: async (ids, pinned) => pin(connection, clock, ids, pinned),
    forget: async (digests) => forget(connection, digests),
    check: async () => connection.read(() => check(connection, sha256)),
    size: async () => connection.read(() => size(connection)),
  };
}
