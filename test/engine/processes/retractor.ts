// A process that retracts one result again and again, until it is killed: it prints each number once it is durable.
import { sqliteIndex } from '@stemma/backends';

const [path, id] = process.argv.slice(2);
const index = sqliteIndex({ path: path! });
process.stdout.write('ready\n');
for (;;) {
  const { number } = await index.retract({ target: { kind: 'result', id: id! }, reason: 'again', by: 'retractor' });
  process.stdout.write(`${number}\n`);
}
