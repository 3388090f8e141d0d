import { ageOn, type CustomerView, type LocalDate } from '@crm/core'
import { plain, shown } from '../kit/format.ts'
import type { Say } from '../kit/say.ts'

/** What tells one customer from another of the same name, in one line. */
export function customerLine(customer: CustomerView, say: Say, today?: LocalDate): string {
  const born = plain(customer.bornOn)
  const gender = plain(customer.gender)
  return [
    gender && say(`customer.${gender}`),
    born && today && say('customer.age', { age: ageOn(born, today) }),
    shown(customer.village),
    shown(customer.idNumber),
    shown(customer.phone),
  ]
    .filter(Boolean)
    .join(' · ')
}
