import { auntLi } from '@crm/core/fixtures'
import { all, held, known, type ProofLine, zero } from '../../line.ts'
import { countVillages, tryTricks } from '../access/counting.ts'
import {
  searchByHalves,
  spellNames,
  versionsAlone,
  withoutBalances,
} from '../access/forbidden-use.ts'
import { openFront, plantHouses } from '../access/houses.ts'
import { plantVillages } from '../access/plant-village.ts'
import type { TrustProof, TrustRun } from '../row.ts'

const bitsAt = (share: number): number => {
  const p = Math.min(Math.max(share, 1 - share), 1 - 1e-9)
  return 1 + p * Math.log2(p) + (1 - p) * Math.log2(1 - p)
}

async function run({ full, seed }: TrustRun): Promise<ProofLine[]> {
  const store = await plantHouses()
  const front = openFront(store)
  const blind = openFront(store, { policies: withoutBalances })
  const halves = await searchByHalves(blind)
  const spelt = await spellNames(front)
  const paths = [`/customers/${auntLi.id}`, '/reminders/rem_own', '/segments/seg_own']
  const versions = await versionsAlone(front, paths, () =>
    store.db.updateTable('customer').set({ village: '别村', name: '别人' }).execute(),
  )
  const people = await plantVillages(store, 600, seed)
  const crowds = await countVillages(front, people)
  const targets = full ? 400 : 40
  const outcomes = await tryTricks(front, people, { targets, rounds: full ? 50 : 8, seed })
  await store.close()
  const lines = [
    all(
      'T10 questions about a masked balance or birthday refused with 400',
      halves.asked - halves.told,
      halves.asked,
    ),
    zero(
      'T10 parts of a masked name or village that a search found',
      spelt.told,
      `of ${spelt.asked}`,
    ),
    all('T10 villages counted to within twenty all the same', crowds.near, crowds.villages),
    zero('T10 versions that follow content', versions.told, `of ${versions.asked} ETags`),
  ]
  for (const { trick, told, right } of outcomes)
    if (trick !== 'two crowds that differ by one person')
      lines.push(
        zero(`T10 bits gained by counting: ${trick}`, told, `of ${targets} people told of`),
      )
    else {
      // Chance alone guesses half; four deviations are chance's own.
      const chance = Math.ceil(targets / 2 + 4 * Math.sqrt(targets / 4))
      lines.push(
        held(
          `T10 guesses right: ${trick}`,
          right,
          `of ${targets}`,
          `<= ${chance}`,
          right <= chance,
        ),
        known(
          `T10 bits a person that these guesses hold`,
          bitsAt(right / targets).toFixed(3),
          'bits',
        ),
      )
    }
  return lines
}

export const proof: TrustProof = { rows: ['T10'], run }
