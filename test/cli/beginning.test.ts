// What a beginner and a shell meet first: help, version, a new module, completion, the examples of the help.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { before, describe, it } from 'node:test';
import { commandList } from '../../packages/cli/src/command-list.ts';
import { stemma, stemmaWords, temporaryFolder } from './stemma-process.ts';

describe('stemma without a command', () => {
  it('prints its help, and its version when asked', async () => {
    const folder = temporaryFolder();
    const help = await stemma(folder);
    assert.equal(help.code, 0);
    for (const { name } of commandList) assert.match(help.stdout, new RegExp(`^  ${name} `, 'm'));
    assert.equal((await stemma(folder, '--help')).stdout, help.stdout);
    assert.match((await stemma(folder, '--version')).stdout, /^\d+\.\d+\.\d+\n$/);
    assert.match((await stemma(folder, 'help', 'gc')).stdout, /Examples:/);
  });

  it('loads no engine for help and version', () => {
    const hooks = `import { registerHooks } from 'node:module';
      registerHooks({ load(url, context, next) { process.stderr.write(url + '\\n'); return next(url, context); } });`;
    for (const word of ['--help', '--version']) {
      const words = ['--import', `data:text/javascript,${encodeURIComponent(hooks)}`, ...stemmaWords, word];
      const { stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
      assert.match(stderr, /packages\/cli\/src\/program\.ts/);
      assert.doesNotMatch(stderr, /packages\/(core|backends|instruments)\//);
    }
  });
});

describe('stemma init', () => {
  it('makes a module, outside of this checkout, that runs at once in a thread and answers from the store afterwards', async () => {
    const folder = temporaryFolder();
    const made = await stemma(folder, 'init', 'mymodule');
    assert.equal(made.code, 0, made.stderr);
    assert.match(made.stdout, /Run it: +stemma run mymodule\.Hello/);
    assert.deepEqual(JSON.parse(readFileSync(join(folder, 'stemma.json'), 'utf8')), { modules: ['./mymodule'] });
    const first = await stemma(folder, 'run', 'mymodule.Hello');
    assert.equal(first.code, 0, first.stderr);
    assert.match(first.stdout, /lightCurve {2}table, 101 rows × 2 columns/);
    assert.match(first.stdout, /counts +2506\.627 count {2}all counts of the pulse/);
    assert.match((await stemma(folder, 'run', 'Hello', 'widthS=2000 ms')).stderr, /known/);
    assert.match((await stemma(folder, 'modules')).stdout, /mymodule\.Hello {2}A pulse in a light curve/);
  });

  it('makes a module whose edits count', async () => {
    const folder = temporaryFolder();
    await stemma(folder, 'init', 'mymodule');
    await stemma(folder, 'run', 'Hello');
    const path = join(folder, 'mymodule', 'analyses', 'hello.ts');
    writeFileSync(path, readFileSync(path, 'utf8').replace('widthS / 10', 'widthS / 20'));
    assert.match((await stemma(folder, 'why', 'Hello')).stdout, /code of mymodule\.Hello changed/);
    assert.match((await stemma(folder, 'run', 'Hello')).stderr, /1 run/);
  });

  it('never writes over what is there', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'mymodule'));
    const { code, stderr } = await stemma(folder, 'init', 'mymodule');
    assert.equal(code, 5);
    assert.match(stderr, /there is already a mymodule here/);
  });
});

describe('completion', () => {
  const folder = temporaryFolder();
  const complete = async (word: string, ...before: string[]) =>
    (await stemma(folder, '__complete', '--', word, ...before)).stdout.trimEnd().split('\n');

  it('offers commands, options, analyses and parameters', async () => {
    assert.deepEqual(await complete('ver'), ['verify']);
    assert.deepEqual(await complete('--only', 'run'), ['--only-known']);
    assert.deepEqual(await complete('tutorial.Bin', 'run'), ['tutorial.BinnedEvents']);
    assert.deepEqual(await complete('Binned', 'run', '--json'), ['BinnedEvents']);
    assert.deepEqual(await complete('', 'run', 'BinnedEvents'), ['binSizeKeV=', 'calibrated=']);
    assert.deepEqual(await complete('Energy', 'run', 'BinnedEvents', '--assume'), [
      'EnergyCalibration',
      'EnergyCalibration2026',
    ]);
    assert.deepEqual(await complete('', 'completion'), ['bash', 'zsh', 'fish']);
    assert.deepEqual(await complete('m', 'tree', 'abcd', '--format'), ['mermaid']);
  });

  for (const shell of ['bash', 'zsh', 'fish']) {
    const isThere = spawnSync(shell, ['--version']).status === 0;
    it(`has a script that ${shell} accepts`, { skip: isThere ? false : `${shell} is not installed` }, async () => {
      const { stdout, code } = await stemma(folder, 'completion', shell);
      assert.equal(code, 0);
      const path = join(folder, `completion.${shell}`);
      writeFileSync(path, stdout);
      const { status, stderr } = spawnSync(shell, ['-n', path], { encoding: 'utf8' });
      assert.deepEqual([status, stderr], [0, '']);
    });
  }

  it(
    'works in bash: words around an equals sign too',
    { skip: spawnSync('bash', ['--version']).status === 0 ? false : 'bash is not installed' },
    () => {
      const bin = join(folder, 'bin');
      mkdirSync(bin, { recursive: true });
      writeFileSync(join(bin, 'stemma'), `#!/bin/sh\nexec '${process.execPath}' ${stemmaWords.join(' ')} "$@"\n`);
      chmodSync(join(bin, 'stemma'), 0o755);
      const script = `source <(stemma completion bash)
      COMP_LINE="stemma run BinnedEvents bin"; COMP_POINT=\${#COMP_LINE}; COMP_WORDS=(stemma run BinnedEvents bin); COMP_CWORD=3
      _stemma 2>/dev/null; echo "\${COMPREPLY[@]}"`;
      const { stdout } = spawnSync('bash', ['-c', script], {
        cwd: folder,
        encoding: 'utf8',
        env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` },
      });
      assert.equal(stdout, 'binSizeKeV=\n');
    },
  );
});

describe('the examples of the help', () => {
  const folder = temporaryFolder();
  const bin = join(folder, 'bin');
  const shell = (line: string) =>
    spawnSync('bash', ['-c', line], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}`, STEMMA_DATA_MIRROR: '' },
    });

  before(() => {
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, 'stemma'), `#!/bin/sh\nexec '${process.execPath}' ${stemmaWords.join(' ')} "$@"\n`);
    chmodSync(join(bin, 'stemma'), 0o755);
    shell('stemma init mymodule; stemma run RawEvents --jobs 1; stemma run BinnedEvents binSizeKeV=8');
  });

  for (const { name, load } of commandList) {
    it(
      `of ${name} work as they stand`,
      { skip: process.platform === 'win32' ? 'needs a POSIX shell' : false },
      async () => {
        const { examples } = await load();
        for (const [line] of examples) {
          // Another shell than bash would be needed for these; `init` has been run already, and refuses a second time.
          if (/zsh|fish/.test(line) || line === 'stemma init mymodule') continue;
          const { status, stderr } = shell(line);
          assert.equal(status, 0, `${line}\n${stderr}`);
        }
      },
    );
  }
});
