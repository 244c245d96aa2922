// The few platform globals that core uses: present in every browser, Node and worker,
// declared here because core compiles without the types of any of them.
declare class TextEncoder {
  encode(text?: string): Uint8Array<ArrayBuffer>;
}
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean });
  decode(bytes?: Uint8Array): string;
}
declare class AbortSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
  throwIfAborted(): void;
}
declare class AbortController {
  readonly signal: AbortSignal;
  abort(reason?: unknown): void;
}
// What a timer is differs between browsers and Node; core only hands it back.
interface TimerHandle {
  readonly timer?: never;
}
declare function setTimeout(callback: () => void, milliseconds: number): TimerHandle;
declare function clearTimeout(timer: TimerHandle | undefined): void;
