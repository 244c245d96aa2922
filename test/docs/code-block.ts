// Finds the code blocks of a Markdown document and the marks in their first lines that say what to do with them:
//   `// run`, `// run NAME.ts`, `# run`   run it, and compare what it prints with the lines after `→`
//   `// file NAME.ts`, `# file NAME`      put it into the folder where later blocks of the document run
//   `with server` behind `run`            with a running server, whose address is in STEMMA_SERVER
//   `needs data` behind either            only where the real data of the tests are there

/** A fenced block of code. */
export interface CodeBlock {
  /** Where it begins in the document, counted from 1. */
  readonly line: number;
  /** The word behind the fence, for example `ts`; empty without one. */
  readonly language: string;
  /** Its lines without the indentation of the fence, the mark included. */
  readonly text: string;
  readonly mark: Mark | undefined;
}

/** What the first line of a block asks for. */
export interface Mark {
  readonly action: 'run' | 'file';
  readonly name: string | undefined;
  readonly withServer: boolean;
  readonly needsData: boolean;
}

const fence = /^( *)(`{3,}|~{3,}) *(\S*).*$/;
const markLine = /^(?:\/\/|#) (run|file)(?: ([\w.-]+\.\w+))?( with server)?( needs data)?$/;

/** The code blocks of a document, in order. @throws Error for a block that is never closed. */
export function codeBlocks(markdown: string): CodeBlock[] {
  const lines = markdown.split('\n');
  const blocks: CodeBlock[] = [];
  for (let i = 0; i < lines.length; i++) {
    const [, indent = '', ticks = '', language = ''] = fence.exec(lines[i]!) ?? [];
    if (ticks === '') continue;
    const line = i + 1;
    const end = lines.findIndex((text, at) => at > i && text.trim().startsWith(ticks) && /^[`~]+$/.test(text.trim()));
    if (end < 0) throw new Error(`the block of code in line ${line} is never closed`);
    const body = lines.slice(line, end).map((text) => (text.startsWith(indent) ? text.slice(indent.length) : text));
    blocks.push({ line, language, text: `${body.join('\n')}\n`, mark: markOf(body[0]) });
    i = end;
  }
  return blocks;
}

function markOf(firstLine = ''): Mark | undefined {
  const [, action, name, server, needs] = markLine.exec(firstLine.trim()) ?? [];
  if (action === undefined) return undefined;
  return { action: action as Mark['action'], name, withServer: server !== undefined, needsData: needs !== undefined };
}
