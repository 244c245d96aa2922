// Python files as modules of the command line: mixed with TypeScript, identity, what is missing, goals from scripts.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { loadPythonModule } from '@stemma/backends';
import { open } from 'stemma';
import { stemmaWords } from '../cli/stemma-process.ts';
import { folderWith, packageFolder, python, withoutPython } from './python.ts';

const lesson = `import stemma
import astropy.units as u
from helper import double

class Numbers(stemma.Analysis):
    parameters = {"count": stemma.integer(default=4), "scale": stemma.number(u.keV, default=2 * u.keV)}
    outputs = {"total": stemma.number(u.eV)}

    def run(self, count, scale):
        return double(count) * scale

class Binned(stemma.Analysis):
    inputs = {"binned": stemma.named("tutorial.BinnedEvents"), "numbers": Numbers(count=3)}
    outputs = {"sum": stemma.number()}

    def run(self, binned, numbers):
        return binned.total + numbers.total
`;
const script = `import stemma, lesson
if __name__ == "__main__":
    print(stemma.run(lesson.Numbers(count=5, scale="1 eV")).total)
    try:
        stemma.run(lesson.Numbers(cuont=5))
    except stemma.StemmaError as error:
        print(error.code)
`;
const files = { 'lesson.py': lesson, 'helper.py': 'def double(x):\n    return 2 * x\n', 'script.py': script };

function stemma(folder: string, words: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return spawnSync(process.execPath, [...stemmaWords, ...words], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, STEMMA_STORE: join(folder, 'store'), ...env },
  });
}

describe('Python modules', { skip: withoutPython }, () => {
  const folder = folderWith(files);

  it('take results of TypeScript analyses, with arguments and units of their own', () => {
    const { stdout, stderr } = stemma(folder, ['run', 'lesson.Binned', '--json', '-m', 'lesson.py']);
    assert.match(stdout, /30316/, stderr);
  });

  it('have another identity after an edit of what they import from their folder, and only then', async () => {
    const idOf = async () => {
      const module = await loadPythonModule(join(folder, 'lesson.py'));
      await using opened = await open({ store: 'memory', modules: [module] });
      return opened.bind(opened.analysis('lesson.Numbers')()).id;
    };
    const first = await idOf();
    assert.equal(await idOf(), first);
    writeFileSync(join(folder, 'helper.py'), 'def double(x):\n    return x + x\n');
    assert.notEqual(await idOf(), first);
  });

  it('that lack Python or a package are left out with the command that helps; the others work', () => {
    const other = folderWith({ ...files, 'needy.py': 'import no_such_package\n' });
    const without = stemma(other, ['run', 'tutorial.BinnedEvents', '-m', 'lesson.py'], { STEMMA_PYTHON: '/no/python' });
    assert.equal(without.status, 0, without.stderr);
    assert.match(without.stderr, /lesson\.py cannot be loaded: there is no program .*apt install python3/);
    const needy = stemma(other, ['run', 'tutorial.BinnedEvents', '-m', 'needy.py']);
    assert.equal(needy.status, 0, needy.stderr);
    assert.match(needy.stderr, /-m pip install no_such_package/);
  });

  it('answer goals of a script, and say what is wrong with one', () => {
    const ended = spawnSync(python, ['script.py'], {
      cwd: folder,
      encoding: 'utf8',
      env: {
        ...process.env,
        PYTHONPATH: packageFolder,
        STEMMA_STORE: join(folder, 'store'),
        STEMMA_COMMAND: [process.execPath, ...stemmaWords].join(' '),
      },
    });
    assert.deepEqual(ended.stdout.trim().split('\n'), ['10', 'invalid_request'], ended.stderr);
  });
});
