// Requests as no client sends them, byte by byte. Each must be refused: by the server that reads HTTP, or
// by ours.

/** What goes over the wire, and by which status it may be refused. */
export interface OddRequest {
  readonly what: string
  readonly bytes: string
  readonly refused: readonly number[]
}

const SEARCH = 'POST /customers/search HTTP/1.1'
const auth = 'host: crm.bank.test\r\nauthorization: Bearer test-stf_chen\r\nconnection: close'

const post = (body: string, more = ''): string =>
  `${SEARCH}\r\n${auth}\r\ncontent-type: application/json\r\n${more}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`

const preview = (criteria: string): string => {
  const body = `{"criteria":${criteria}}`
  return `POST /segments/preview HTTP/1.1\r\n${auth}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
}

const get = (path: string, more = ''): string => `GET ${path} HTTP/1.1\r\n${auth}\r\n${more}\r\n`

const chunked = (size: number): string =>
  `${SEARCH}\r\n${auth}\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n` +
  `${'10000\r\n'.concat('x'.repeat(65_536), '\r\n').repeat(Math.ceil(size / 65_536))}0\r\n\r\n`

const many = (count: number, one: (at: number) => string, joint: string): string =>
  Array.from({ length: count }, (_, at) => one(at)).join(joint)

/** All of them. */
export const oddRequests: readonly OddRequest[] = [
  ...[33, 40, 1_000, 200_000, 500_000].map((depth) => ({
    what: `JSON ${depth} deep`,
    bytes: post(`{"text":${'['.repeat(depth)}${']'.repeat(depth)}}`),
    refused: [400],
  })),
  { what: 'objects 100,000 deep', bytes: post('{"a":'.repeat(100_000)), refused: [400] },
  { what: 'a body of 2 MB', bytes: post('x'.repeat(2_000_000)), refused: [413] },
  { what: 'a body of 2 MB in chunks', bytes: chunked(2_000_000), refused: [413] },
  {
    what: 'a body that says it has 9 GB',
    bytes: `${SEARCH}\r\n${auth}\r\ncontent-type: application/json\r\ncontent-length: 9000000000\r\n\r\n{`,
    refused: [413],
  },
  {
    what: 'a header of 20 KB',
    bytes: get('/access/me', `x-a: ${'a'.repeat(20_000)}\r\n`),
    refused: [431],
  },
  {
    what: '3,000 headers',
    bytes: get('/access/me', `${many(3_000, (at) => `x-${at}: a`, '\r\n')}\r\n`),
    refused: [431],
  },
  {
    what: 'an address of 20 KB',
    bytes: get(`/customers/${'a'.repeat(20_000)}`),
    refused: [414, 431],
  },
  {
    what: 'length and chunks at once',
    bytes: post('{}', 'transfer-encoding: chunked\r\n'),
    refused: [400],
  },
  { what: 'two lengths', bytes: post('{"text":"x"}', 'content-length: 3\r\n'), refused: [400] },
  {
    what: 'a length with a sign',
    bytes: `${SEARCH}\r\n${auth}\r\ncontent-length: +2\r\n\r\n{}`,
    refused: [400],
  },
  {
    what: 'chunks of no size',
    bytes: `${SEARCH}\r\n${auth}\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n`,
    refused: [400],
  },
  {
    what: 'an unknown coding',
    bytes: `${SEARCH}\r\n${auth}\r\ntransfer-encoding: xchunked\r\n\r\n`,
    refused: [400, 501],
  },
  { what: 'a blank before the colon', bytes: get('/access/me', 'x-a : 1\r\n'), refused: [400] },
  { what: 'a folded header', bytes: get('/access/me', 'x-a: 1\r\n 2\r\n'), refused: [400] },
  {
    what: 'no host',
    bytes: 'GET /access/me HTTP/1.1\r\nconnection: close\r\n\r\n',
    refused: [400],
  },
  { what: 'HTTP/3.7', bytes: 'GET / HTTP/3.7\r\nhost: a\r\n\r\n', refused: [400, 505] },
  { what: 'no HTTP at all', bytes: '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n', refused: [400] },
  {
    what: 'a method of its own',
    bytes: `DROP /customers HTTP/1.1\r\n${auth}\r\n\r\n`,
    refused: [400, 404, 405, 501],
  },
  {
    what: '10,000 names in the query',
    bytes: get(`/reminders/due?asOf=2026-03-05&${many(2_400, (at) => `a${at}`, '&')}`),
    refused: [400, 414, 431],
  },
  {
    what: 'a query beyond all measure',
    bytes: get(`/reminders/due?${many(10_000, (at) => `a${at}=1`, '&')}`),
    refused: [400, 414, 431],
  },
  {
    what: 'a name twice',
    bytes: get('/reminders/due?asOf=2026-03-05&asOf=2026-03-06'),
    refused: [400],
  },
  {
    what: 'a list of 100,000',
    bytes: preview(`{"field":"village","is":"in","value":[${many(100_000, () => '"v"', ',')}]}`),
    refused: [400],
  },
  {
    what: 'a list of 5,001',
    bytes: preview(`{"field":"village","is":"in","value":[${many(5_001, () => '"v"', ',')}]}`),
    refused: [400],
  },
  {
    what: '100,000 conditions',
    bytes: preview(`{"all":[${many(100_000, () => '{"not":1}', ',')}]}`),
    refused: [400],
  },
  {
    what: '50,000 fields',
    bytes: post(`{${many(50_000, (at) => `"f${at}":1`, ',')}}`),
    refused: [400],
  },
  { what: 'a name of 900 KB', bytes: post(`{"${'k'.repeat(900_000)}":1}`), refused: [400] },
  { what: 'a text of 900 KB', bytes: post(`{"text":"${'x'.repeat(900_000)}"}`), refused: [400] },
  { what: 'a number of 900 KB', bytes: post(`{"limit":${'9'.repeat(900_000)}}`), refused: [400] },
  { what: 'a number of no size', bytes: post('{"text":"x","limit":1e999}'), refused: [400] },
  { what: '900 KB of blanks', bytes: post(' '.repeat(900_000)), refused: [400] },
  { what: '900 KB of quotes', bytes: post('"'.repeat(900_000)), refused: [400] },
  {
    what: '900 KB of escapes',
    bytes: post(`{"text":"${'\\u0041'.repeat(150_000)}"}`),
    refused: [400],
  },
  { what: 'NUL in a text', bytes: post('{"text":"a\\u0000"}'), refused: [400] },
  { what: 'half a letter', bytes: post('{"text":"\\ud800"}'), refused: [400] },
  {
    what: 'packed bytes',
    bytes: post('\x1f\x0b\x08\x00\x00', 'content-encoding: gzip\r\n'),
    refused: [400, 415],
  },
  {
    what: 'a step up in the path',
    bytes: get('/customers/..%2f..%2faccess%2fme'),
    refused: [400, 404],
  },
  { what: 'NUL in the path', bytes: get('/customers/cus_li%00'), refused: [400, 404] },
  { what: 'half an escape in the path', bytes: get('/customers/%e0%a4%a'), refused: [400, 404] },
]
