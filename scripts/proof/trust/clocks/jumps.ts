import type { Clocks } from './set-clock.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** A way in which a clock goes wrong. */
export interface Jump {
  readonly name: string
  readonly make: (clocks: Clocks) => void
}

const by = (name: string, ms: number): Jump => ({ name, make: ({ setWall }) => setWall(ms) })
const to = (moment: string): Jump => ({
  name: `to ${moment}`,
  make: ({ setWall, truth }) => setWall(Date.parse(moment) - truth()),
})

/** Twelve: ahead and back by a little and by much, to where clocks break, and no more ticking. */
export const jumps: readonly Jump[] = [
  by('a minute ahead', 60_000),
  by('a minute back', -60_000),
  by('an hour ahead', HOUR),
  by('an hour back', -HOUR),
  by('a day ahead', DAY),
  by('a day back', -DAY),
  to('2038-01-19T03:14:08Z'),
  to('2026-12-31T15:59:59Z'),
  to('2027-01-01T00:00:00Z'),
  to('1970-01-01T00:00:01Z'),
  { name: 'stands still', make: ({ freeze }) => freeze() },
  {
    name: 'an hour back and still',
    make: ({ setWall, freeze }) => {
      setWall(-HOUR)
      freeze()
    },
  },
]
