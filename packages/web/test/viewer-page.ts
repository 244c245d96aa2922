// The built development page in Debian's Chromium, under a strict policy: what all browser tests of the viewers begin with.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { build } from 'vite';

const executablePath = '/usr/bin/chromium';

/** Reason to skip browser tests, or false. */
export const withoutBrowser: string | false = existsSync(executablePath)
  ? false
  : 'no /usr/bin/chromium (apt-get install chromium)';

/** No inline scripts, no eval, nothing from elsewhere; styles only from files and through the object model. */
const policy = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' blob:; object-src 'none'"; // prettier-ignore

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

/** A page, what went wrong in it, and whom it asked. */
export interface ViewerPage extends AsyncDisposable {
  readonly page: Page;
  /** Messages of errors and refused resources. */
  readonly complaints: string[];
  /** Addresses outside of the page's own server. */
  readonly foreignRequests: string[];
  readonly origin: string;
}

/** Builds the page, serves it and opens it. */
export async function openViewers(): Promise<ViewerPage> {
  const folder = mkdtempSync(join(tmpdir(), 'stemma-viewers-'));
  await build({
    root: join(import.meta.dirname, '..'),
    logLevel: 'error',
    build: { outDir: folder, emptyOutDir: true },
  });
  const server = await serve(folder);
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
  });
  const opened = await openPage(browser, origin);
  return {
    ...opened,
    origin,
    async [Symbol.asyncDispose]() {
      await browser.close();
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function openPage(browser: Browser, origin: string) {
  const page = await browser.newPage({ viewport: { width: 1100, height: 900 } });
  const [complaints, foreignRequests]: [string[], string[]] = [[], []];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !url.startsWith('blob:')) foreignRequests.push(url);
  });
  await page.goto(`${origin}/viewers.html`);
  if (!(await page.evaluate("'viewers' in globalThis")))
    throw new Error(`the page did not start: ${complaints.join('; ')}`);
  await page.evaluate('viewers.graph.settled()');
  return { page, complaints, foreignRequests };
}

async function serve(folder: string): Promise<Server> {
  const server = createServer((request, response) => {
    const path = join(folder, normalize(new URL(request.url ?? '/', 'http://local').pathname));
    if (!existsSync(path)) return void response.writeHead(path.endsWith('favicon.ico') ? 204 : 404).end();
    response.writeHead(200, { 'content-type': types[extname(path)] ?? 'application/octet-stream', 'content-security-policy': policy }); // prettier-ignore
    response.end(readFileSync(path));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
