// One warm Python process: messages in over its standard input, out over descriptor 3; what it prints by itself, and how
// it ends, is told to whoever listens.
import { spawn, type ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { readFrames, writeFrame, type Frame } from './frames.ts';
import { pythonEnvironment } from './interpreter.ts';

/** What a process tells while an activity runs in it. */
export interface ProcessListener {
  frame(frame: Frame): void;
  /** A line that a library or a program printed past Python. */
  printed(line: string, to: 'stdout' | 'stderr'): void;
  /** It is gone, or nothing sensible comes from it any more. */
  gone(how: string): void;
}

interface Handle {
  ref(): void;
  unref(): void;
}

/** Longer lines are cut. */
const maxLineCharacters = 4000;
/** How long the last words of a process are waited for after its end. */
const lastWordsMs = 200;

/** A Python process with the modules of one folder. */
export class PythonProcess {
  readonly root: string;
  readonly executable: string;
  /** Set while an activity runs in it. */
  listener: ProcessListener | undefined;
  isGone = false;
  readonly #child: ChildProcess;
  readonly #handles: readonly Handle[];
  readonly #rests = { stdout: '', stderr: '' };
  readonly ended: Promise<void>;

  constructor(executable: string, root: string) {
    this.executable = executable;
    this.root = root;
    // A group of its own, so that whatever it starts ends with it; and Ctrl-C is for the engine to hand on.
    this.#child = spawn(executable, ['-X', 'faulthandler', '-m', 'stemma', 'worker'], {
      stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
      env: pythonEnvironment(),
      cwd: '/',
      detached: true,
    });
    const [input, stdout, stderr, channel] = this.#child.stdio as unknown as [Writable, Readable, Readable, Readable];
    this.#handles = [this.#child, input, stdout, stderr, channel] as unknown as Handle[];
    input.on('error', () => {});
    for (const [name, stream] of [
      ['stdout', stdout],
      ['stderr', stderr],
    ] as const)
      stream.setEncoding('utf8').on('data', (text: string) => this.#print(text, name));
    readFrames(
      channel,
      (frame) => this.listener?.frame(frame),
      (message) => this.#lose(`sent what is no message (${message})`),
    );
    this.ended = new Promise((resolve) => {
      const end = (code: number | null, signal: NodeJS.Signals | null) => {
        this.flush();
        this.#lose(signal ? `was ended by signal ${signal}${hint(signal)}` : `ended with exit code ${code}`);
        resolve();
      };
      this.#child.once('error', (error) => {
        this.#lose(`could not be started: ${error.message}`);
        resolve();
      });
      this.#child.once('close', end);
      // What it said last may still be on its way; but what it has started may hold the pipes open for ever.
      this.#child.once('exit', (code, signal) => setTimeout(() => end(code, signal), lastWordsMs));
    });
  }

  /** Sends a message. */
  send(header: Readonly<Record<string, unknown>>, payloads: readonly Uint8Array[]): void {
    writeFrame(this.#child.stdin!, header, payloads);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Whether the engine's process stays alive for it. */
  hold(isHeld: boolean): void {
    for (const handle of this.#handles)
      if (isHeld) handle.ref();
      else handle.unref();
  }

  /** Ends it and whatever it has started, at once. */
  kill(): void {
    this.isGone = true;
    this.listener = undefined;
    const { pid } = this.#child;
    // Whoever closes waits for the end.
    this.hold(true);
    try {
      if (pid !== undefined) process.kill(-pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }

  #lose(how: string): void {
    this.isGone = true;
    const { listener } = this;
    this.listener = undefined;
    listener?.gone(how);
  }

  #print(text: string, to: 'stdout' | 'stderr'): void {
    const lines = (this.#rests[to] + text).split('\n');
    this.#rests[to] = lines.pop()!.slice(0, maxLineCharacters);
    for (const line of lines) this.listener?.printed(line.slice(0, maxLineCharacters), to);
  }

  /** Hands on what was printed without a line end. */
  flush(): void {
    for (const to of ['stdout', 'stderr'] as const) {
      if (this.#rests[to] !== '') this.listener?.printed(this.#rests[to], to);
      this.#rests[to] = '';
    }
  }
}

function hint(signal: NodeJS.Signals): string {
  return signal === 'SIGKILL' ? ' (perhaps because the machine ran out of memory)' : '';
}
