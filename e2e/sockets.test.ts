import { describe, expect, test } from 'vitest';
import { reachesInNetLog, reachesInTrace } from './sockets';

const kinds = (lines: string): readonly string[] => reachesInTrace(lines).map(({ kind }) => kind);

describe('a record of sockets', () => {
  test.each([
    [
      'a probe for a way that sends nothing',
      '14415 connect(15<UDPv6:[43672]>, {sa_family=AF_INET6, sin6_port=htons(443), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "2001:4860:4860::8888", &sin6_addr), sin6_scope_id=0}, 28 <unfinished ...>',
      ['point'],
    ],
    [
      'a name asked of a server by a connected socket',
      '14338 connect(77<UDP:[42593]>, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("10.0.0.53")}, 16) = 0\n' +
        '14338 sendmmsg(77<UDP:[192.0.2.2:36451->10.0.0.53:53]>,  <unfinished ...>',
      ['point', 'name'],
    ],
    [
      'a name asked of a server on this machine',
      '1 connect(9<UDP:[1]>, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("127.0.0.53")}, 16) = 0',
      ['name'],
    ],
    [
      'a name asked of a service on this machine',
      '1 connect(9<UNIX-STREAM:[1]>, {sa_family=AF_UNIX, sun_path="/run/systemd/resolve/io.systemd.Resolve"}, 42) = 0',
      ['name'],
    ],
    [
      'a host asked of nscd',
      String.raw`1 sendto(9<UNIX-STREAM:[1->2,"/var/run/nscd/socket"]>, "\2\0\0\0\16\0\0\0\f\0\0\0example.org\0", 24, MSG_NOSIGNAL, NULL, 0) = 24`,
      ['name'],
    ],
    [
      'a datagram to an address',
      '1 sendmsg(9<UDP:[0.0.0.0:5000]>, {msg_name={sa_family=AF_INET, sin_port=htons(3478), sin_addr=inet_addr("192.0.2.1")}, msg_namelen=16}, 0) = 20',
      ['send'],
    ],
    [
      'a datagram to wherever its socket points',
      '1 sendto(9<UDP:[0.0.0.0:5000]>, "x", 1, 0, NULL, 0) = 1',
      ['send'],
    ],
    [
      'bytes to a connected peer',
      '1 sendto(9<TCPv6:[[fd00::2]:5000->[2001:db8::1]:443]>, "x", 1, 0, NULL, 0) = 1',
      ['send'],
    ],
    [
      'a knock at a peer',
      '1 connect(9<TCP:[1]>, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("192.0.2.1")}, 16) = -1 EINPROGRESS (Operation now in progress)',
      ['connect'],
    ],
    [
      'a port open to others',
      '1 bind(17<UDP:[1]>, {sa_family=AF_INET, sin_port=htons(5353), sin_addr=inet_addr("0.0.0.0")}, 16) = 0',
      ['bind'],
    ],
  ])('%s', (_name, lines, expected) => {
    expect(kinds(lines)).toEqual(expected);
  });

  test.each([
    '1 connect(9<TCP:[1]>, {sa_family=AF_INET, sin_port=htons(9229), sin_addr=inet_addr("127.0.0.1")}, 16) = 0',
    '1 bind(9<TCPv6:[1]>, {sa_family=AF_INET6, sin6_port=htons(0), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "::1", &sin6_addr), sin6_scope_id=0}, 28) = 0',
    '1 sendto(9<TCP:[127.0.0.1:5000->127.0.0.1:9229]>, "x", 1, MSG_NOSIGNAL, NULL, 0) = 1',
    '1 connect(9<UNIX-STREAM:[1]>, {sa_family=AF_UNIX, sun_path=@"/tmp/.X11-unix/X99"}, 20) = 0',
    '1 connect(9<UNIX-STREAM:[1]>, {sa_family=AF_UNIX, sun_path="/var/run/nscd/socket"}, 110) = -1 ENOENT (No such file or directory)',
    String.raw`1 sendto(9<UNIX-STREAM:[1->2,"/var/run/nscd/socket"]>, "\2\0\0\0\1\0\0\0\2\0\0\0000\0", 14, MSG_NOSIGNAL, NULL, 0) = 14`,
    '1 sendto(46<NETLINK:[ROUTE:8625]>, [{nlmsg_len=20, nlmsg_type=RTM_GETADDR}, {ifa_family=AF_UNSPEC}], 20, 0, {sa_family=AF_NETLINK, nl_pid=0, nl_groups=00000000}, 12) = 20',
    '1 <... connect resumed>)            = 0',
    '1 +++ exited with 0 +++',
  ])('stays on this machine: %s', (line) => {
    expect(kinds(line)).toEqual([]);
  });
});

describe('Chromium’s own log', () => {
  const types = {
    URL_REQUEST_START_JOB: 1,
    HOST_RESOLVER_MANAGER_REQUEST: 2,
    UDP_CONNECT: 3,
    TCP_CONNECT_ATTEMPT: 4,
  };
  const logOf = (...events: object[]): string =>
    `{"constants":${JSON.stringify({ logEventTypes: types })},\n"events": [\n` +
    events.map((event) => `${JSON.stringify(event)},\n`).join('');
  const dictionary = {
    type: 1,
    params: { url: 'https://redirector.gvt1.com/edgedl/chrome/dict/en-us-10-1.bdic' },
  };
  const own = { type: 1, params: { url: 'layerloom://app/index.html' } };

  test('a request, a name and a probe', () => {
    const log = logOf(
      own,
      dictionary,
      { type: 2, params: { host: 'https://redirector.gvt1.com' } },
      { type: 2, params: { host: 'https://~notfound' } },
      { type: 3, params: { address: '[2001:4860:4860::8888]:443' } },
      { type: 3, params: {} },
      { type: 4, params: { address: '127.0.0.1:9229' } },
      { type: 4, params: { address: '192.0.2.1:443' } },
      { type: 9 },
    );
    expect(reachesInNetLog(log).map(({ kind }) => kind)).toEqual(['request', 'name', 'point', 'connect']);
  });

  test('a log that was cut off, and a whole one', () => {
    expect(reachesInNetLog(`${logOf(own, dictionary)}{"type":1,"par`)).toHaveLength(1);
    expect(reachesInNetLog(`${logOf(dictionary).replace(/,\n$/, '')}]}`)).toHaveLength(1);
  });
});
