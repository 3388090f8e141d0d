import { plainNumber } from '../kit/plain-text.ts'
import type { ReadNumber } from './id-number.ts'

const forms: readonly (readonly ['mobile' | 'landline' | 'service' | 'abroad', RegExp])[] = [
  ['mobile', /^1[3-9]\d{9}$/],
  ['landline', /^0(10|2\d|[3-9]\d{2})[2-9]\d{6,7}$/],
  ['service', /^(400|800)\d{7}$/],
  ['abroad', /^\+(?!86)[1-9]\d{6,14}$/],
]

/** Read a telephone number in any notation; the country's own prefix goes. */
export function readPhone(
  written: string,
): ReadNumber<'mobile' | 'landline' | 'service' | 'abroad'> {
  const number = plainNumber(written)
    .replace(/^(\+86|0086)/, '')
    .replace(/^00(?=[1-9])/, '+')
  if (number.includes('*')) return { fault: 'field.masked' }
  const found = forms.find(([, form]) => form.test(number))
  return found ? { kind: found[0], number } : { fault: 'field.phone_form' }
}
