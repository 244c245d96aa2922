// Tests of the program as a whole: its commands, their help, the words that name them.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { commandList, hiddenCommands } from './command-list.ts';
import { buildProgram, commandNameIn, programVersion } from './program.ts';

const commands = { listed: commandList, hidden: hiddenCommands };
const output = { colour: false, width: 100, write: () => {} };

describe('the command named by arguments', () => {
  it('is the first word that is neither an option nor the value of one', () => {
    assert.equal(commandNameIn(['--store', 'run', 'ls']), 'ls');
    assert.equal(commandNameIn(['-m', 'x', '--json', 'show', 'run']), 'show');
    assert.equal(commandNameIn(['--store=run', 'ls']), 'ls');
    assert.equal(commandNameIn(['--help']), undefined);
    assert.equal(commandNameIn(['help', 'run']), 'run');
  });
});

describe('commands', () => {
  it('have one file each, and each file is a command', () => {
    const files = readdirSync(new URL('commands', import.meta.url)).filter(
      (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
    );
    // Hidden ones belong to what they serve; only completion has no other home.
    const expected = [...commandList.map(({ name }) => `${name}.ts`), 'complete.ts'];
    assert.deepEqual(files.sort(), expected.sort());
  });

  for (const listed of commandList) {
    it(`${listed.name} has two to four examples that use it, and help that shows them`, async () => {
      const { examples } = await listed.load();
      assert.ok(examples.length >= 2 && examples.length <= 4, `${examples.length} examples`);
      for (const [line] of examples) assert.match(line, /\bstemma /);
      const program = await buildProgram([listed.name, '--help'], commands, output, async () => {});
      const parser = program.commands.find((command) => command.name() === listed.name)!;
      let help = '';
      parser.configureOutput({ writeOut: (text) => (help += text) });
      parser.outputHelp();
      for (const [line] of examples) assert.ok(help.includes(line), `${line} in ${help}`);
      assert.ok(help.includes('--json'));
    });
  }

  it('are not loaded for the list of them', async () => {
    const program = await buildProgram(['--help'], commands, output, async () => {});
    const help = program.helpInformation();
    for (const { name, summary } of commandList)
      assert.match(help, new RegExp(`${name} +.*${summary.slice(0, 10).replace(/[^\w ]/g, '.')}`));
    assert.equal(help.includes('__complete'), false);
  });
});

it('the version is that of package.json', () => {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  assert.equal(programVersion(), version);
});
