// Ways to have a server call what stands inside: by the URL, by where its name leads, by what an answer
// says. The list of destinations has `hooks.bank.cn` alone.

/** The destination that is on the list. */
export const HOOK = 'https://hooks.bank.cn/in'

/** URLs that name another place than the list does, or name it in another way. */
export const strangeUrls: readonly string[] =
  `http://hooks.bank.cn/in https://hooks.bank.cn:8443/in https://hooks.bank.cn:22/
  https://hooks.bank.cn:80/ https://teller:secret@hooks.bank.cn/ https://hooks.bank.cn@evil.example/
  https://evil.example/#@hooks.bank.cn https://evil.example\\@hooks.bank.cn/ https://hooks.bank.cn./
  https://hooks.bank.cn.evil.example/ https://hooks.bank.cn%2eevil.example/ https://HOOKS.BANK.CN/
  https:hooks.bank.cn/ https:\\\\hooks.bank.cn/ https:///hooks.bank.cn/ //hooks.bank.cn/ hooks.bank.cn
  https://ｈooks.bank.cn/ https://hooks。bank。cn/ https://hooks.bank.cn\\.evil.example/
  ftp://hooks.bank.cn/ file:///etc/passwd gopher://hooks.bank.cn/ data:text/plain,x
  https://127.0.0.1/ https://localhost/ https://2130706433/ https://0x7f000001/ https://017700000001/
  https://0x7f.0.0.1/ https://127.1/ https://0177.0.0.1/ https://[::1]/ https://[::ffff:127.0.0.1]/
  https://[::ffff:7f00:1]/ https://169.254.169.254/latest/meta-data/ https://①②⑦.0.0.1/`.split(
    /\s+/,
  )

/** Addresses that the name on the list may be made to lead to. */
export const insideAddresses: readonly string[] =
  `127.0.0.1 127.8.8.8 10.1.2.3 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254
  100.64.0.1 100.100.100.200 0.0.0.0 224.0.0.1 255.255.255.255 198.18.0.1 192.0.0.192 168.63.129.16
  ::1 :: fd00:ec2::254 fc00::1 fe80::1 ff02::1 ::ffff:10.1.2.3 ::ffff:a9fe:a9fe 64:ff9b::a00:1
  64:ff9b:1::1 ::127.0.0.1 2002:7f00:1:: 2001:0:7f00:1:: fec0::1 2001:db8::1 2130706433 0x7f000001
  0177.0.0.1 127.1 fe80::1%eth0`.split(/\s+/)

/** Addresses on the list by themselves, as they stand in a URL: a list is no licence to look inside. */
export const listedInside: readonly string[] = [
  '127.0.0.1',
  '10.1.2.3',
  '169.254.169.254',
  '::1',
  'fd00::1',
  '::ffff:7f00:1',
]

/** Ways to write this very machine, where something listens. */
export const spellingsOfHere: readonly string[] =
  `127.0.0.1 localhost localhost. LOCALHOST 127.1 127.0.1 2130706433 0x7f000001 0x7f.0.0.1 0177.0.0.1
  017700000001 0.0.0.0 0 [::1] [::] [::ffff:127.0.0.1] [::ffff:7f00:1] [0:0:0:0:0:ffff:7f00:1]
  127.0.0.1. ①②⑦.⓪.⓪.① 127。0。0。1 hooks.bank.cn@127.0.0.1 127.0.0.1%2f@hooks.bank.cn`.split(/\s+/)

/** One way to try it: a URL, and where the resolver says its name leads, asked again and again. */
export interface InwardCall {
  readonly trick: string
  readonly url: string
  readonly leadsTo: readonly string[]
}

/** All of them, but for redirects, which only an answer can try. */
export const inwardCalls: readonly InwardCall[] = [
  ...strangeUrls.map((url) => ({ trick: `the URL ${url}`, url, leadsTo: ['93.184.216.34'] })),
  ...insideAddresses.map((at) => ({
    trick: `the name leads to ${at}`,
    url: HOOK,
    leadsTo: [at],
  })),
  ...listedInside.map((host) => ({
    trick: `the list has ${host} itself`,
    url: host.includes(':') ? `https://[${host}]/` : `https://${host}/`,
    leadsTo: [],
  })),
  {
    trick: 'one of two addresses is inside',
    url: HOOK,
    leadsTo: ['93.184.216.34', '10.1.2.3'],
  },
  {
    trick: 'one of two addresses is this machine',
    url: HOOK,
    leadsTo: ['2606:2800:220:1::1', '::1'],
  },
]
