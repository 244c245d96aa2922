// Who is at the other end of a connection. Addresses that proxies report are believed from trusted proxies only: anybody
// can write a header.
import { BlockList, isIP } from 'node:net';

const peers = new WeakMap<Request, string>();

/** Notes the address of the socket that a request came by. */
export function setPeer(request: Request, address: string | undefined): void {
  if (address !== undefined) peers.set(request, unmapped(address));
}

/** An address of the machine itself. */
export function isLoopback(address: string): boolean {
  const plain = unmapped(address);
  return plain === '::1' || (isIP(plain) === 4 && plain.startsWith('127.'));
}

/** Finds the address of whoever asks. */
export type PeerOf = (request: Request) => Peer;

/** Whoever asks. */
export interface Peer {
  /** An IP address; empty for requests that came by no socket. */
  readonly address: string;
  /** At this machine itself, and not through a proxy on it. */
  readonly isLocal: boolean;
}

/**
 * Finds who asks: the socket's address, or behind trusted proxies the last address in `X-Forwarded-For` that is no
 * trusted proxy's. A proxy on this machine that is not declared makes nobody local.
 * @param trusted addresses and networks, `10.0.0.0/8`.
 */
export function peerFinder(trusted: readonly string[] = []): PeerOf {
  const proxies = networks(trusted);
  const isProxy = (address: string) => proxies.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  return (request) => {
    const socket = peers.get(request) ?? '';
    const forwarded = request.headers.get('x-forwarded-for');
    const isForwarded = forwarded !== null || request.headers.has('forwarded') || request.headers.has('via');
    if (!isForwarded) return { address: socket, isLocal: isLoopback(socket) };
    if (socket === '' || !isProxy(socket)) return { address: socket, isLocal: false };
    const hops = (forwarded ?? '').split(',').map((hop) => unmapped(hop.trim()));
    const address = hops.reverse().find((hop) => isIP(hop) === 0 || !isProxy(hop)) ?? socket;
    return { address: isIP(address) === 0 ? socket : address, isLocal: false };
  };
}

/** The part of an address that one subscriber has: all of IPv4, the first 64 bits of IPv6. */
export function subscriberOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head, tail] = address.split('%')[0]!.split('::') as [string, string?];
  const groups = head.split(':').filter(Boolean);
  const after = tail === undefined ? [] : tail.split(':').filter(Boolean);
  while (groups.length + after.length < 8) groups.push('0');
  return `${[...groups, ...after]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

function networks(trusted: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of trusted) {
    const [address = '', bits] = entry.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}

// Sockets that listen on both families report IPv4 addresses as ::ffff:127.0.0.1.
function unmapped(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}
