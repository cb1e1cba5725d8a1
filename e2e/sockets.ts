/** What a program did to reach a network, read off a record of its sockets (strace) or off Chromium's own log. */

export interface Reach {
  /** `point` tells a socket for datagrams where they would go, and sends nothing; `bind` listens. */
  readonly kind: 'point' | 'bind' | 'connect' | 'send' | 'name' | 'request';
  readonly what: string;
}

/** How strace has to be called: every process, each call that could reach out, what is behind each handle. */
export const straceOptions = ['-f', '-qq', '-yy', '-s', '64', '--seccomp-bpf', '-e'].concat(
  'trace=connect,bind,sendto,sendmsg,sendmmsg',
);

const call = /^(?:\d+ +)?(connect|bind|sendto|sendmsg|sendmmsg)\((.*)$/;
/** What strace knows of the socket behind a handle: `<UDP:[192.0.2.2:40187->10.0.0.53:53]>`, or less. */
const handle = /^\d+<(TCP|UDP|UDPLITE|RAW|PING)(?:v6)?:\[(.*?)\]>/;
const address = /sin6?_port=htons\((\d+)\).*?inet_(?:addr\("|pton\(AF_INET6, ")([^"]*)"/;
/** Sockets of services on this machine that look names up for others. */
const resolvers = /sun_path="[^"]*\/(?:systemd\/resolve|avahi-daemon)\//;
/** A request to nscd about hosts; it is also asked about users and groups. */
const nscdHosts = /nscd\/socket.*"\\2\\0\\0\\0\\(?:[4-7]|r|16)\\0\\0\\0/;
const dnsPort = 53;

/** Everything beyond this machine, and every name. */
export function reachesInTrace(trace: string): readonly Reach[] {
  return trace.split('\n').flatMap((line): Reach[] => {
    const [, name, rest] = call.exec(line) ?? [];
    if (name === undefined || rest === undefined) return [];
    const kind = kindOf(name, rest);
    if (resolvers.test(rest) || nscdHosts.test(rest)) return [{ kind: 'name', what: line }];
    const other = otherEnd(rest, kind);
    if (!other) return [];
    // A name server on this machine asks others; one elsewhere is asked by what is sent to it.
    const isAsked = kind === 'send' || kind === 'connect' || (kind === 'point' && isLoopback(other.ip));
    if (other.port === dnsPort && isAsked) return [{ kind: 'name', what: line }];
    return isLoopback(other.ip) ? [] : [{ kind, what: line }];
  });
}

function kindOf(name: string, rest: string): Reach['kind'] {
  if (name === 'connect') return handle.exec(rest)?.[1]?.startsWith('UDP') ? 'point' : 'connect';
  return name === 'bind' ? name : 'send';
}

/** Undefined for what has no address: a pipe of this machine, a socket that is connected already to what was seen then. */
function otherEnd(
  rest: string,
  kind: Reach['kind'],
): { readonly ip: string; readonly port: number } | undefined {
  const [, port, ip] = address.exec(rest) ?? [];
  if (ip !== undefined) return { ip, port: Number(port) };
  const [, protocol, ends = ''] = handle.exec(rest) ?? [];
  const [, far] = ends.split('->');
  if (far !== undefined) return split(far);
  // A datagram to wherever its socket was pointed.
  return protocol === 'UDP' && kind === 'send' ? { ip: '', port: 0 } : undefined;
}

/** `10.0.0.53:53` or `[::1]:53`. */
function split(end: string): { readonly ip: string; readonly port: number } {
  const at = end.lastIndexOf(':');
  return { ip: end.slice(0, at).replace(/^\[|\]$/g, ''), port: Number(end.slice(at + 1)) };
}

function isLoopback(ip: string): boolean {
  return /^(::ffff:)?127\./.test(ip) || ip === '::1';
}

interface NetLog {
  readonly constants: { readonly logEventTypes: Readonly<Record<string, number>> };
  readonly events: readonly {
    readonly type: number;
    readonly params?: { readonly url?: string; readonly host?: string; readonly address?: string };
  }[];
}

const connects: Readonly<Record<string, 'point' | 'connect'>> = {
  UDP_CONNECT: 'point',
  TCP_CONNECT_ATTEMPT: 'connect',
};

/** The same of a log written with `--log-net-log`, of which the last lines may be missing. */
export function reachesInNetLog(text: string): readonly Reach[] {
  const { constants, events } = parseNetLog(text);
  const names = new Map(Object.entries(constants.logEventTypes).map(([name, type]) => [type, name]));
  return events.flatMap(({ type, params: { url, host, address: to } = {} }): Reach[] => {
    const name = names.get(type) ?? '';
    if (name === 'URL_REQUEST_START_JOB' && url && !/^(layerloom|data|blob|devtools|chrome):/.test(url))
      return [{ kind: 'request', what: url }];
    // A host that was said to have no address is not looked up.
    if (name === 'HOST_RESOLVER_MANAGER_REQUEST' && host && !/~notfound/i.test(host))
      return [{ kind: 'name', what: host }];
    const kind = connects[name];
    return kind && to && !isLoopback(split(to).ip) ? [{ kind, what: to }] : [];
  });
}

function parseNetLog(text: string): NetLog {
  try {
    return JSON.parse(text) as NetLog;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // A line an event: what was being written when the program ended is left out.
    const whole = text.slice(0, text.lastIndexOf(',\n'));
    return JSON.parse(`${whole}]}`) as NetLog;
  }
}
