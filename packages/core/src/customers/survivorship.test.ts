import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { auntLi, day, liGuifen } from '../../fixtures/index.ts'
import { type GoldenField, goldenFields } from './fields.ts'
import { GoldenFields, type Said, type SourceRecord } from './source-record.ts'
import { survive, survivorshipDefaults } from './survivorship.ts'

const saidBy = (
  source: string,
  said: Said,
  on: string,
  confirmed: readonly GoldenField[] = [],
): SourceRecord => ({
  source,
  sourceKey: `${source}-1`,
  said,
  since: Object.fromEntries(Object.keys(said).map((field) => [field, day(on)])),
  confirmed,
})
const core = saidBy('core', { name: '李桂芳', phone: auntLi.phone! }, '2020-01-01')
const pay = saidBy(
  'pay',
  { name: '李桂芬', phone: liGuifen.phone!, village: '柳河村' },
  '2021-11-02',
)
const why = (
  records: readonly SourceRecord[],
  field: GoldenField,
  rules = survivorshipDefaults,
) => {
  const { fields, provenance } = survive(records, rules)
  const from = provenance.find((one) => one.field === field)
  return [fields[field], from?.reason.code, from?.source]
}

describe("Aunt Li's golden record", () => {
  it('has every field of a customer, and no other', () => {
    expect([...goldenFields].sort()).toEqual(Object.keys(GoldenFields.shape).sort())
  })

  it('takes what only one source knows', () => {
    expect(why([core, pay], 'village')).toEqual(['柳河村', 'survivorship.only', 'pay'])
  })

  it('says where sources agree', () => {
    expect(why([core, pay], 'phone')[1]).toBe('survivorship.agreed')
  })

  it('believes who spoke last, unless the bank ranks its sources', () => {
    expect(why([core, pay], 'name')).toEqual(['李桂芬', 'survivorship.recent', 'pay'])
    const ranked = {
      ...survivorshipDefaults,
      ranks: { core: 5 },
      fields: { name: ['rank', 'recent'] },
    } as const
    expect(why([core, pay], 'name', ranked)).toEqual(['李桂芳', 'survivorship.rank', 'core'])
  })

  it('believes what she confirmed before all else', () => {
    const desk = saidBy('desk', { name: '李桂芳' }, '2019-05-01', ['name'])
    expect(why([pay, desk], 'name')).toEqual(['李桂芳', 'survivorship.confirmed', 'desk'])
  })

  it('lets the desk stand against what a source said before, and not against what it says after', () => {
    const desk = saidBy('desk', { phone: '15400125679' }, '2026-03-05')
    expect(why([core, desk], 'phone')[2]).toBe('desk')
    const later = saidBy('core', { phone: '15400120000' }, '2026-03-06')
    expect(why([later, desk], 'phone')[2]).toBe('core')
  })

  it('leaves a field empty where who is believed says that there is nothing', () => {
    const desk = saidBy('desk', { phone: null }, '2026-03-05', ['phone'])
    expect(survive([core, desk]).fields.phone).toBeUndefined()
    expect(why([core, desk], 'phone')[1]).toBe('survivorship.confirmed')
  })

  it('prefers the whole to the covered and the shortened', () => {
    const rules = { ...survivorshipDefaults, otherwise: ['complete'] } as const
    const short = saidBy('pay', { address: '柳河村****3组' }, '2026-01-01')
    const long = saidBy('core', { address: '柳河村小桥东路3组' }, '2020-01-01')
    expect(why([short, long], 'address', rules)[2]).toBe('core')
  })

  it('counts from the first day that anybody knows of', () => {
    const one = saidBy('core', { openedOn: day('2009-04-12') }, '2026-01-01')
    const other = saidBy('pay', { openedOn: day('2021-11-02') }, '2026-02-01')
    expect(why([one, other], 'openedOn')).toEqual(['2009-04-12', 'survivorship.earliest', 'core'])
  })

  it('believes a death, whoever tells of it', () => {
    const one = saidBy('civil', { status: 'deceased' }, '2024-01-01')
    const other = saidBy('core', { status: 'active' }, '2026-02-01')
    expect(why([one, other], 'status')).toEqual(['deceased', 'survivorship.death', 'civil'])
  })

  it('does not take "unknown" for an answer where another has one', () => {
    const one = saidBy('core', { birthdayCalendar: 'unknown' }, '2026-02-01')
    const other = saidBy('pay', { birthdayCalendar: 'lunar' }, '2020-02-01')
    expect(survive([one, other]).fields.birthdayCalendar).toBe('lunar')
    expect(survive([one]).fields.birthdayCalendar).toBe('unknown')
  })

  it('names who has to be told that another was believed', () => {
    expect(survive([core, pay]).conflicts).toEqual([
      { field: 'name', source: 'core', sourceKey: 'core-1', against: 'pay', on: '2020-01-01' },
    ])
  })
})

const letters = fc.constantFrom('李', '李桂', '李桂芳', '李**', '王')
const aDay = fc.constantFrom('2020-01-01', '2021-06-30', '2026-03-05')
const aRecord = (at: number) =>
  fc
    .record({
      source: fc.constantFrom('core', 'pay', 'desk', 'civil'),
      said: fc.record(
        {
          name: letters,
          phone: fc.option(fc.constantFrom('15400125678', '15400120000'), { nil: null }),
          status: fc.constantFrom('active', 'deceased', 'closed'),
          openedOn: aDay,
        },
        { requiredKeys: [] },
      ),
      on: aDay,
      confirmed: fc.subarray(['name', 'phone', 'status'] as const),
    })
    .map(({ source, said, on, confirmed }) => ({
      ...saidBy(source, said as Said, on, confirmed),
      sourceKey: `${source}-${at}`,
    }))
const records = fc
  .nat(5)
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, at) => aRecord(at))))

describe('survivorship', () => {
  it('does not mind in which order sources are asked', () => {
    fc.assert(
      fc.property(
        records.chain((some) =>
          fc.tuple(fc.constant(some), fc.shuffledSubarray(some, { minLength: some.length })),
        ),
        ([some, shuffled]) => {
          const { conflicts, ...survivors } = survive(some)
          expect(survive(shuffled)).toMatchObject(survivors)
          expect(survive(shuffled).conflicts).toHaveLength(conflicts.length)
        },
      ),
    )
  })

  it('invents nothing and loses nothing: each value was said, each field said by anybody has an outcome', () => {
    fc.assert(
      fc.property(records, (some) => {
        const { fields, provenance, conflicts } = survive(some)
        for (const { field, source, sourceKey } of provenance) {
          const record = some.find((one) => one.source === source && one.sourceKey === sourceKey)
          expect(record?.said[field] ?? undefined).toBe(fields[field])
        }
        const spoken = new Set(some.flatMap(({ said }) => Object.keys(said)))
        expect(new Set(provenance.map(({ field }) => field))).toEqual(spoken)
        for (const { field, source, sourceKey } of conflicts) {
          const record = some.find((one) => one.source === source && one.sourceKey === sourceKey)
          expect(record?.said[field] ?? undefined).not.toBe(fields[field])
        }
      }),
    )
  })

  it('is the same once what survived is all that is left', () => {
    fc.assert(
      fc.property(records, (some) => {
        const once = survive(some)
        const kept = some.filter((record) =>
          once.provenance.some(
            (from) => from.source === record.source && from.sourceKey === record.sourceKey,
          ),
        )
        expect(survive(kept).fields).toEqual(once.fields)
      }),
    )
  })
})
