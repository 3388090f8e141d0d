// Twenty-five days of twenty tellers, five of whom look where they have no business, each in a way of their own.
import { chance } from './tamper.ts'

/** Somebody reads a customer: when, in minutes after midnight by the bank's clock. */
export interface PlayedRead {
  readonly day: number
  readonly teller: number
  readonly customer: number
  readonly minute: number
}

/** What happened in the bank, and who did wrong: the watch is told the first, not the second. */
export interface PlayedShifts {
  readonly tellers: readonly { readonly name: string }[]
  readonly customers: readonly { readonly name: string; readonly village: string }[]
  readonly watched: readonly number[]
  readonly reads: readonly PlayedRead[]
  /** By day: who had money moved. */
  readonly moved: readonly ReadonlySet<number>[]
  /** `teller|day` of every shift with reading that had no cause. */
  readonly snooped: ReadonlySet<string>
}

const TELLERS = 20
const DAYS = 25
/** Each comes to the counter about every other month. */
const CUSTOMERS = 40_000
const VILLAGES = 40
/** Of the villages, those around the branch: most who come to the counter live there. */
const NEAR = 8
const WATCHED = 40
const SNOOPING_DAYS = 0.6
const OPEN = 8 * 60 + 30
const CLOSED = 17 * 60
const names = [...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高']

/** Play the shifts of a bank; the same seed plays the same. */
export function playShifts(seed: number): PlayedShifts {
  const random = chance(seed)
  const below = (most: number) => Math.floor(random() * most)
  const between = (least: number, most: number) => least + below(most - least + 1)
  const someone = () => below(CUSTOMERS)
  // A few names are common, as they are.
  const aName = () => `${names[Math.floor(random() ** 1.5 * names.length)]}某`
  const tellers = Array.from({ length: TELLERS }, () => ({ name: aName() }))
  const customers = Array.from({ length: CUSTOMERS }, (_, n) => ({
    name: aName(),
    village: `村${n % VILLAGES}`,
  }))
  const watched = Array.from({ length: WATCHED }, someone)
  const atCounter = () =>
    random() < 0.8 ? below(CUSTOMERS / VILLAGES) * VILLAGES + below(NEAR) : someone()
  const kin = Array.from({ length: 8 }, (_, n) => {
    const own = customers.findIndex(({ name }, at) => at > n * 500 && name === tellers[2]?.name)
    return n % 2 === 0 ? own : someone()
  })

  const browse = (many: number, who: () => number): readonly (readonly [number, number])[] => {
    const from = between(OPEN, CLOSED - 60)
    return Array.from({ length: many }, (_, n) => [who(), from + n * 2 + below(3)])
  }
  const home = below(NEAR)
  const habits: readonly (() => readonly (readonly [number, number])[])[] = [
    () => browse(between(4, 9), () => watched[below(WATCHED)]!),
    () => browse(between(5, 9), () => below(CUSTOMERS / VILLAGES) * VILLAGES + home),
    () => browse(between(4, 6), () => kin[below(kin.length)]!),
    // The patient one has them apart, as one who serves.
    () =>
      random() < 0.5
        ? browse(between(6, 14), someone)
        : Array.from({ length: between(9, 15) }, () => [someone(), between(OPEN, CLOSED)] as const),
    () =>
      Array.from({ length: between(4, 8) }, (_, n) => [
        someone(),
        20 * 60 + 5 + n * between(3, 12),
      ]),
  ]

  const reads: PlayedRead[] = []
  const moved = Array.from({ length: DAYS }, () => new Set<number>())
  const snooped = new Set<string>()
  let comeBack: number[] = []
  for (let day = 0; day < DAYS; day++) {
    const returning = comeBack
    comeBack = []
    for (let teller = 0; teller < TELLERS; teller++) {
      const read = (customer: number, minute: number) =>
        reads.push({ day, teller, customer, minute })
      // Nearly everybody at the counter moves money; some only ask, more of them at the last counter.
      const onlyAsk = teller === TELLERS - 1 ? 0.08 : 0.04
      const served = between(30, 60)
      for (let n = 0; n < served; n++) {
        const back = random() < 0.01 ? returning.pop() : undefined
        const customer = back ?? atCounter()
        read(customer, between(OPEN, CLOSED))
        if (random() >= onlyAsk) moved[day]?.add(customer)
        else if (random() < 0.3) comeBack.push(customer)
      }
      // Now and then the cash does not add up, and the day's customers are gone through at night.
      if (random() < 0.03)
        for (const customer of [...(moved[day] ?? [])].slice(-between(3, 6)))
          read(customer, 20 * 60 + 15)
      const habit = habits[teller]
      if (!habit || random() >= SNOOPING_DAYS) continue
      snooped.add(`${teller}|${day}`)
      for (const [customer, minute] of habit()) read(customer, minute)
    }
  }
  return { tellers, customers, watched, reads, moved, snooped }
}
