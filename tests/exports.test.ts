import { describe, expect, it } from 'vitest'
import { readHouse } from '../scripts/kit/public-names.mjs'

interface Door {
  readonly door: string
  readonly names: readonly { readonly name: string; readonly kind: string }[]
}

const doors: readonly Door[] = readHouse().doors

/** `api/core.txt` lists what a user may import, so that a name neither slips out nor goes unnoticed. */
describe('the public names of', () => {
  for (const floor of ['core', 'client', 'react', 'server', 'testing'])
    it(`@crm/${floor} are those on record`, async () => {
      const lines = doors
        .filter(({ door }) => door === `@crm/${floor}` || door.startsWith(`@crm/${floor}/`))
        .flatMap(({ door, names }) => [
          `${door}: ${names.length}`,
          ...names.map(({ name, kind }) => `  ${kind === 'type' ? 'type ' : ''}${name}`),
        ])
      expect(lines.length).toBeGreaterThan(1)
      await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`../api/${floor}.txt`)
    })
})
