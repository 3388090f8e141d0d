/** An address or a range as a number with how many of its bits count. */
interface Range {
  readonly family: 4 | 6
  readonly value: bigint
  readonly bits: number
}

function readV4(text: string): bigint | undefined {
  // Decimal, without leading zeros: other readers take 010 for eight.
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1)
  if (!parts) return undefined
  let value = 0n
  for (const part of parts) {
    if ((part.length > 1 && part.startsWith('0')) || Number(part) > 255) return undefined
    value = value * 256n + BigInt(part)
  }
  return value
}

function readV6(given: string): bigint | undefined {
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(given)
  let text = given
  if (tail) {
    const v4 = readV4(tail[2] ?? '')
    if (v4 === undefined) return undefined
    text = `${tail[1]}${(v4 >> 16n).toString(16)}:${(v4 & 0xffffn).toString(16)}`
  }
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const [head = [], rest = []] = halves.map((half) => (half === '' ? [] : half.split(':')))
  const missing = 8 - head.length - rest.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...rest]
  let value = 0n
  for (const group of groups) {
    if (!/^[0-9a-fA-F]{1,4}$/.test(group)) return undefined
    value = value * 65_536n + BigInt(`0x${group}`)
  }
  return value
}

const MAPPED = 0xffffn << 32n

/** An address in any of its written forms; a v4 address in v6 clothes is the v4 address. */
export function readAddress(text: string): Omit<Range, 'bits'> | undefined {
  const bare = text.replace(/^\[|\]$/g, '').replace(/%.*$/, '')
  const v4 = readV4(bare)
  if (v4 !== undefined) return { family: 4, value: v4 }
  const v6 = readV6(bare)
  if (v6 === undefined) return undefined
  if (v6 >> 32n === MAPPED >> 32n) return { family: 4, value: v6 & 0xffffffffn }
  return { family: 6, value: v6 }
}

/** A range in CIDR form, or one address. @throws where it is neither */
function readRange(text: string): Range {
  const [address = '', prefix] = text.split('/')
  const read = readAddress(address)
  const full = read?.family === 4 ? 32 : 128
  const bits = prefix === undefined ? full : Number(prefix)
  if (!read || !Number.isInteger(bits) || bits < 0 || bits > full || prefix === '')
    throw new Error(`${text} is no address and no range of addresses`)
  return { ...read, bits }
}

const isWithin = (address: Omit<Range, 'bits'>, range: Range): boolean => {
  if (address.family !== range.family) return false
  const rest = BigInt((range.family === 4 ? 32 : 128) - range.bits)
  return address.value >> rest === range.value >> rest
}

/** Whether an address is within one of these ranges; what is no address is within none. */
export function addressSet(ranges: readonly string[]): (address: string) => boolean {
  const read = ranges.map(readRange)
  return (text) => {
    const address = readAddress(text)
    return address !== undefined && read.some((range) => isWithin(address, range))
  }
}

/** Who may call from where. A deny wins; where anything is allowed by name, nothing else is. */
export interface AddressRules {
  readonly allow?: readonly string[]
  readonly deny?: readonly string[]
}

/** The rules as a question. An address that is not known passes only where nothing is allowed by name. */
export function addressGate({ allow = [], deny = [] }: AddressRules): (address: string) => boolean {
  const allowed = addressSet(allow)
  const denied = addressSet(deny)
  return (address) => !denied(address) && (allow.length === 0 || allowed(address))
}

/**
 * The caller's address behind proxies that are known: the rightmost of `X-Forwarded-For` that is none
 * of them. What anybody else writes into that header counts for nothing.
 */
export function clientAddress(
  peer: string,
  forwardedFor: string | null,
  isProxy: (address: string) => boolean,
): string {
  let address = peer
  for (const hop of (forwardedFor ?? '').split(',').reverse()) {
    if (!isProxy(address) || hop.trim() === '') return address
    if (!readAddress(hop.trim())) return address
    address = hop.trim()
  }
  return address
}
