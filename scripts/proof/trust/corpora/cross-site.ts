// What a page of somebody else's can have a browser send, with the bank's cookie on it.

/** Where such a page says that it comes from; a browser says so, whatever the page would like. */
export const strangers: readonly Readonly<Record<string, string>>[] = [
  { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' },
  { origin: 'https://evil.test' },
  { origin: 'null', 'sec-fetch-site': 'cross-site' },
  { origin: 'null' },
  { origin: 'https://crm.bank.test.evil.test', 'sec-fetch-site': 'cross-site' },
  { origin: 'https://evilcrm.bank.test', 'sec-fetch-site': 'same-site' },
  { origin: 'http://crm.bank.test', 'sec-fetch-site': 'cross-site' },
  { origin: 'https://crm.bank.test:8443', 'sec-fetch-site': 'same-site' },
  { origin: 'https://CRM.bank.test.', 'sec-fetch-site': 'cross-site' },
  { origin: 'https://portal.bank.test.evil.test', 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site', referer: 'https://blog.bank.test/' },
]

/** How it can dress the request: what needs no preflight, and what would need one. */
export const dressesOf = (
  body: object,
): readonly { headers: Record<string, string>; body: string }[] => {
  const json = JSON.stringify(body)
  const write = { 'idempotency-key': 'k-cross', 'if-match': '"v1"' }
  const form = new URLSearchParams({ ...body, _method: 'POST' } as never).toString()
  return [
    { headers: { 'content-type': 'application/json', ...write }, body: json },
    { headers: { 'content-type': 'application/json' }, body: json },
    { headers: { 'content-type': 'text/plain', ...write }, body: json },
    { headers: { 'content-type': 'text/plain; application/json', ...write }, body: json },
    { headers: { 'content-type': 'application/x-www-form-urlencoded', ...write }, body: form },
    {
      headers: { 'content-type': 'multipart/form-data; boundary=x', ...write },
      body: `--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n${json}\r\n--x--\r\n`,
    },
    {
      headers: { 'content-type': 'application/json', 'x-http-method-override': 'PUT', ...write },
      body: json,
    },
  ]
}
