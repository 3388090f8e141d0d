/** An address as its bytes: four, or sixteen. One of IPv4 inside IPv6 (`::ffff:…`) has four. */
export type Address = readonly number[]

/** Read an address as it is properly written; nothing else is one: no octal, no hex, no port. */
export function readAddress(text: string): Address | undefined {
  if (text.length > 45) return undefined
  if (!text.includes(':')) return readV4(text)
  const bytes = readV6(text)
  const mapped = bytes?.every((byte, at) => at > 11 || byte === (at < 10 ? 0 : 0xff))
  return mapped ? bytes?.slice(12) : bytes
}

function readV4(text: string): number[] | undefined {
  const parts = text.split('.')
  if (parts.length !== 4) return undefined
  if (!parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256))
    return undefined
  return parts.map(Number)
}

function readV6(text: string): number[] | undefined {
  const [head, tail, ...more] = text.split('::')
  if (head === undefined || more.length > 0) return undefined
  const before = readGroups(head)
  const after = tail === undefined ? [] : readGroups(tail)
  if (!before || !after) return undefined
  const missing = 16 - before.length - after.length
  if (tail === undefined ? missing !== 0 : missing < 2) return undefined
  return [...before, ...new Array<number>(missing).fill(0), ...after]
}

function readGroups(text: string): number[] | undefined {
  if (text === '') return []
  const groups = text.split(':')
  const bytes: number[] = []
  for (const [at, group] of groups.entries()) {
    const v4 = at === groups.length - 1 && group.includes('.') ? readV4(group) : undefined
    if (v4) bytes.push(...v4)
    else if (!/^[\da-f]{1,4}$/i.test(group)) return undefined
    else bytes.push(Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 0xff)
  }
  return bytes
}

/** A range of addresses: `10.2.0.0/16`, `fd00::/8`, or one address. */
export interface Range {
  readonly base: Address
  readonly bits: number
}

/** Read a range in CIDR form. @throws TypeError: a rule with a slip in it must not be used */
export function readRange(text: string): Range {
  const [address = '', length, ...more] = text.split('/')
  const base = readAddress(address)
  // `::ffff:10.0.0.0/104` counts the ninety-six bits in front.
  const mapped = base?.length === 4 && address.includes(':')
  const whole = mapped ? 128 : (base?.length ?? 0) * 8
  const bits = Number(length ?? whole) - (mapped ? 96 : 0)
  const sound = /^\d{1,3}$/.test(length ?? '0') && bits >= 0 && bits <= whole
  if (!base || more.length > 0 || !sound)
    throw new TypeError(`"${text}" is not a range of addresses`)
  return { base, bits }
}

/** Is the address in the range? IPv4 and IPv6 are never in each other's. */
function inRange(address: Address, { base, bits }: Range): boolean {
  if (address.length !== base.length) return false
  const whole = bits >> 3
  for (let at = 0; at < whole; at++) if (address[at] !== base[at]) return false
  const rest = 8 - (bits & 7)
  return rest === 8 || (address[whole] ?? 0) >> rest === (base[whole] ?? 0) >> rest
}

/** Is the address in one of the ranges? */
export const inRanges = (address: Address, ranges: readonly Range[]): boolean =>
  ranges.some((range) => inRange(address, range))
