import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { day } from '../../fixtures/index.ts'
import { addDays } from '../kit/index.ts'
import { type DeskWord, wordAfterEdit, wordAfterRestore } from './desk-word.ts'
import type { GoldenFields, Said, SourceRecord } from './source-record.ts'
import { survive, survivorshipDefaults } from './survivorship.ts'
import { changesBetween, versionOn } from './versions.ts'

const begin = day('2026-03-05')

describe('a version', () => {
  it('holds from its day on, and of several of one day the last', () => {
    const versions = [
      { version: 1, fromOn: begin },
      { version: 2, fromOn: addDays(begin, 3) },
      { version: 3, fromOn: addDays(begin, 3) },
    ]
    const on = (days: number) => versionOn(versions, addDays(begin, days))?.version
    expect([on(-1), on(0), on(2), on(3), on(9)]).toEqual([undefined, 1, 1, 3, 3])
  })

  it('differs from another field by field, also where one knew nothing', () => {
    const before = { name: '李桂芳', phone: '15400125678' }
    const after = { name: '李桂芳', village: '柳河村' }
    expect(changesBetween(before, after)).toEqual([
      { field: 'phone', from: '15400125678' },
      { field: 'village', to: '柳河村' },
    ])
    expect(changesBetween(after, after)).toEqual([])
  })
})

// A customer's life in miniature: sources speak, the desk writes, days pass; each version is remembered.
type Deed =
  | { readonly do: 'hear'; readonly source: string; readonly said: Said }
  | { readonly do: 'edit'; readonly fields: Said; readonly confirmed: boolean }
  | { readonly do: 'pass'; readonly days: number }
const fields = fc.record(
  {
    phone: fc.constantFrom('15400125678', '15400125679', '15400125670'),
    village: fc.constantFrom('柳河村', '桃园村'),
    address: fc.constantFrom('3组', '县城小桥东路'),
  },
  { requiredKeys: [] },
)
const written = fields.chain((some) =>
  fc.constantFrom(some, { ...some, phone: null }, { ...some, address: null }),
)
const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({
    do: fc.constant('hear' as const),
    source: fc.constantFrom('core', 'pay'),
    said: fields,
  }),
  fc.record({ do: fc.constant('edit' as const), fields: written, confirmed: fc.boolean() }),
  fc.record({ do: fc.constant('pass' as const), days: fc.nat(2) }),
)

interface Life {
  readonly today: typeof begin
  readonly sources: ReadonlyMap<string, SourceRecord>
  readonly versions: readonly { fields: Partial<GoldenFields>; desk: DeskWord }[]
}
const silent: DeskWord = { said: {}, since: {}, confirmed: [] }
const deskOf = ({ sources }: Life): DeskWord => sources.get('desk') ?? silent

function hears(life: Life, source: string, word: DeskWord): Life {
  const record: SourceRecord = { source, sourceKey: source, ...word }
  const sources = new Map(life.sources).set(source, record)
  const made = survive([...sources.values()], survivorshipDefaults).fields
  const now = { fields: made, desk: source === 'desk' ? word : deskOf(life) }
  return { ...life, sources, versions: [...life.versions, now] }
}

function saidBy(life: Life, source: string, said: Said): Life {
  const before = life.sources.get(source)
  const names = Object.keys(said) as (keyof Said)[]
  const dayOf = (name: keyof Said) =>
    before && before.said[name] === said[name] ? before.since[name] : life.today
  const since = Object.fromEntries(names.map((name) => [name, dayOf(name)]))
  return hears(life, source, { said, since, confirmed: [] })
}

function lives(life: Life, one: Deed): Life {
  if (one.do === 'pass') return { ...life, today: addDays(life.today, one.days) }
  if (one.do === 'hear') return saidBy(life, one.source, one.said)
  return hears(life, 'desk', wordAfterEdit(deskOf(life), one.fields, one.confirmed, life.today))
}

const born = saidBy({ today: begin, sources: new Map(), versions: [] }, 'core', {
  name: '李桂芳',
  phone: '15400125678',
})
const goBack = (life: Life, to: Life['versions'][number]): Life => {
  const others = [...life.sources.values()].filter(({ source }) => source !== 'desk')
  const now = life.versions.at(-1)!.fields
  const restoring = { others, desk: deskOf(life), now, to }
  return hears(life, 'desk', wordAfterRestore(restoring, survivorshipDefaults, life.today))
}

describe('a customer who is restored', () => {
  it('is what they were in any version, whatever happened since', () => {
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 12 }), fc.nat(), (deeds, pick) => {
        const life = deeds.reduce(lives, born)
        const to = life.versions[pick % life.versions.length]!
        expect(goBack(life, to).versions.at(-1)!.fields).toEqual(to.fields)
      }),
      { numRuns: 2_000 },
    )
  })

  it('is believed to be from where they were: an edit that is taken back leaves nothing said', () => {
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 8 }), written, fc.boolean(), (deeds, some, sure) => {
        const life = deeds.reduce(lives, born)
        const edited = lives(life, { do: 'edit', fields: some, confirmed: sure })
        const back = goBack(edited, { ...life.versions.at(-1)!, desk: deskOf(life) })
        const changed = changesBetween(life.versions.at(-1)!.fields, edited.versions.at(-1)!.fields)
        for (const { field } of changed)
          for (const part of ['said', 'since'] as const)
            expect(deskOf(back)[part][field]).toBe(deskOf(life)[part][field])
      }),
      { numRuns: 2_000 },
    )
  })
})
