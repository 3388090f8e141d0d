import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sha256 } from './sha256.ts'

const theirs = (text: string) => createHash('sha256').update(text).digest('hex')
const ours = (text: string) => Buffer.from(sha256(text)).toString('hex')

describe('the digest that names rows', () => {
  it('is SHA-256 of whatever text, as the engine makes it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(ours(text)).toBe(theirs(text))
      }),
      { numRuns: 500 },
    )
  })

  it('is right at every length around the ends of its blocks', () => {
    for (let length = 0; length < 200; length++)
      expect(ours('x'.repeat(length))).toBe(theirs('x'.repeat(length)))
  })
})
