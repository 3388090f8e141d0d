/** What PostgreSQL calls a block, in bytes. */
export const PAGE = 8_192

// checksum_impl.h of PostgreSQL: 32 sums of FNV-1a side by side, each from an offset of its own.
const PRIME = 16_777_619
const offsets = Int32Array.of(
  ...[
    0x5b1f36e9, 0xb8525960, 0x02ab50aa, 0x1de66d2a, 0x79ff467a, 0x9bb9f8a3, 0x217e7cd2, 0x83e13d2c,
    0xf8d4474f, 0xe39eb970, 0x42c6ae16, 0x993216fa, 0x7b093b5d, 0x98daff3c, 0xf718902a, 0x0b1c9cdb,
    0xe58f764b, 0x187636bc, 0x5d7b3bb1, 0xe73de7de, 0x92bec979, 0xcca6c0b2, 0x304a0979, 0x85aa43d4,
    0x783125bb, 0x6ca8eaa2, 0xe407eac6, 0x4b5cfc3e, 0x9fbf8c76, 0x15ca20be, 0xf2ca9fd3, 0x959bd756,
  ],
)

const mix = (sum: number, word: number): number => {
  const mixed = sum ^ word
  return Math.imul(mixed, PRIME) ^ (mixed >>> 17)
}

const sums = new Int32Array(32)

/** The checksum that a page should carry at its place in the relation; 1 to 65,535. */
export function pageChecksum(page: Uint8Array, block: number): number {
  // Slices are cut at whole pages, so words are aligned; every machine that PGlite runs on is little-endian.
  const words = new Int32Array(page.buffer, page.byteOffset, PAGE / 4)
  sums.set(offsets)
  const carried = words[2]!
  // The checksum itself, two bytes at 8, counts as nought.
  words[2] = carried & ~0xffff
  for (let row = 0; row < words.length; row += 32)
    for (let lane = 0; lane < 32; lane++) sums[lane] = mix(sums[lane]!, words[row + lane]!)
  words[2] = carried
  let all = 0
  for (const sum of sums) all ^= mix(mix(sum, 0), 0)
  return (((all ^ block) >>> 0) % 65_535) + 1
}

/** Whether a page is as it was written: it carries its checksum, or was never used. */
export function isSoundPage(page: Uint8Array, block: number): boolean {
  const view = new DataView(page.buffer, page.byteOffset, PAGE)
  const unused = view.getUint16(14, true) === 0
  if (unused) return page.every((byte) => byte === 0)
  return view.getUint16(8, true) === pageChecksum(page, block)
}
