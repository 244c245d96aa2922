// A load generator as a process of its own: so many connections that are kept, each asking again as soon as it is
// answered; or so many watchers of one stream of events. Prints one line of JSON.
import { Agent, request } from 'node:http';

/** What to ask. */
interface Load {
  readonly url: string;
  readonly method?: string;
  readonly body?: string;
  readonly connections: number;
  /** All together; with `watch`, none. */
  readonly requests?: number;
  /** Follow server-sent events to their end instead. */
  readonly watch?: boolean;
}

const load = JSON.parse(process.argv[2]!) as Load;
console.log(JSON.stringify(await (load.watch ? watch(load) : ask(load))));

async function ask({ url, method = 'GET', body, connections, requests = 0 }: Load) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const headers = body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }; // prettier-ignore
  const times: number[] = [];
  let [left, errors] = [requests, 0];
  const one = () =>
    new Promise<void>((resolve) => {
      const began = performance.now();
      const asked = request(url, { method, agent, headers }, (response) => {
        if (response.statusCode! >= 400) errors++;
        response.resume().once('end', () => {
          times.push(performance.now() - began);
          resolve();
        });
      });
      asked.once('error', () => resolve(void errors++)).end(body);
    });
  const began = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (left-- > 0) await one();
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  agent.destroy();
  times.sort((a, b) => a - b);
  return { perSecond: times.length / seconds, p50: times[times.length >> 1], p99: times[Math.floor(times.length * 0.99)], errors }; // prettier-ignore
}

// Says "ready" when all are connected; then how long it took from the first who heard the end to the last.
async function watch({ url, connections }: Load) {
  const agent = new Agent({ keepAlive: false, maxSockets: Infinity });
  const ends: number[] = [];
  let [connected, errors] = [0, 0];
  const one = () =>
    new Promise<void>((resolve) => {
      request(url, { agent, headers: { accept: 'text/event-stream' } }, (response) => {
        if (++connected === connections) console.error('ready');
        let rest = '';
        response.setEncoding('utf8').on('data', (text: string) => {
          rest = (rest + text).slice(-2000);
          if (/"state":"(done|failed|cancelled)"/.test(rest)) ends.push(performance.now());
        });
        response.once('end', resolve);
      })
        .once('error', () => resolve(void errors++))
        .end();
    });
  await Promise.all(Array.from({ length: connections }, one));
  return { heard: ends.length, spreadMs: Math.max(...ends) - Math.min(...ends), errors };
}
