// Server-sent events out of a stream of bytes, by the rules of the HTML standard.
// https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation

/** One event as it was sent. */
export interface SentEvent {
  readonly id: string;
  readonly type: string;
  readonly data: string;
}

/** Reads events; bytes may be cut anywhere. */
export class EventParser {
  readonly #decoder = new TextDecoder();
  #rest = '';
  #id = '';
  #type = '';
  #data: string[] = [];
  /** How long to wait before connecting again, milliseconds, as the server last asked. */
  retryMs: number | undefined;

  /** The events that these bytes complete. */
  push(bytes: Uint8Array): SentEvent[] {
    // A CR at the end may be the first half of a line break.
    const text = this.#rest + this.#decoder.decode(bytes, { stream: true });
    const held = text.endsWith('\r') ? 1 : 0;
    const lines = text.slice(0, text.length - held).split(/\r\n|\n|\r/);
    this.#rest = lines.pop()! + text.slice(text.length - held);
    return lines.flatMap((line) => this.#line(line) ?? []);
  }

  #line(line: string): SentEvent | undefined {
    if (line === '') return this.#dispatch();
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') this.#data.push(value);
    else if (field === 'event') this.#type = value;
    else if (field === 'id' && !value.includes('\0')) this.#id = value;
    else if (field === 'retry' && /^\d+$/.test(value)) this.retryMs = Number(value);
    return undefined;
  }

  #dispatch(): SentEvent | undefined {
    const [data, type] = [this.#data, this.#type];
    [this.#data, this.#type] = [[], ''];
    return data.length === 0 ? undefined : { id: this.#id, type: type || 'message', data: data.join('\n') };
  }
}
