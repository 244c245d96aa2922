// Publishes as a run does, in batches, until it is ended: what a hundred readers must not notice.
import { sqliteIndex } from '@stemma/backends';
import { samplePublication } from '../../packages/backends/src/index-store/sample-publications.ts';

const index = sqliteIndex({ path: process.argv[2]! });
for (let number = 0; ; number += 50) {
  const batch = Array.from({ length: 50 }, (_, i) =>
    samplePublication({ name: 'bench.Written', parameters: { number: number + i, of: process.pid } }),
  );
  await index.publish(batch);
  if (number === 0) process.stdout.write('writing\n');
}
