import { describe, expect, it } from 'vitest'
import { VerifiedTokens } from './verified-tokens.ts'

const START = 1_772_672_400
const payload = { sub: 'stf_chen', iat: START, exp: START + 300 }

function remembering() {
  let clock = 0
  const tokens = new VerifiedTokens({ maxAge: 600, tolerance: 30 }, () => clock)
  tokens.keep('h', payload, START)
  return {
    tokens,
    /** So many seconds later, while the wall clock says something of its own. */
    ask: (seconds: number, wall = START + seconds) => {
      clock = seconds * 1_000
      return tokens.recall('h', wall)
    },
  }
}

describe('a token that was verified', () => {
  it('is believed for a minute, and then looked at again', () => {
    const { ask } = remembering()
    expect(ask(0)).toBe(payload)
    expect(ask(59.9)).toBe(payload)
    expect(ask(60)).toBeUndefined()
  })

  it('is nobody else’s', () => {
    expect(remembering().tokens.recall('other', START)).toBeUndefined()
  })

  it.each([
    ['an hour ahead', START + 3_600],
    ['an hour back', START - 3_600],
    ['past the end and half a minute', START + 330],
  ])('is looked at again when the wall clock is %s', (_what, wall) => {
    expect(remembering().ask(10, wall)).toBeUndefined()
  })

  it.each([
    ['runs', undefined],
    ['stands still', START],
    ['was set back by a day', START - 86_400 + 331],
  ])('is over half a minute after its end, when the wall clock %s', (_what, wall) => {
    const { tokens, ask } = remembering()
    expect(ask(329, wall)).not.toBe('over')
    // Verified again meanwhile, by a wall clock that is wrong: it lives no longer for it.
    tokens.keep('h', payload, START)
    expect(ask(330, wall)).toBe('over')
  })

  it('is over with its greatest age, whatever end it claims', () => {
    let clock = 0
    const tokens = new VerifiedTokens({ maxAge: 600, tolerance: 30 }, () => clock)
    tokens.keep('h', { iat: START, exp: START + 90_000 }, START)
    clock = 630_000
    expect(tokens.recall('h', START)).toBe('over')
  })

  it('takes a bounded memory: the oldest is forgotten', () => {
    const tokens = new VerifiedTokens({ maxAge: 600, tolerance: 30 }, () => 0)
    for (let n = 0; n <= 50_000; n++) tokens.keep(`${n}`, payload, START)
    expect(tokens.recall('0', START)).toBeUndefined()
    expect(tokens.recall('1', START)).toBe(payload)
  })
})
