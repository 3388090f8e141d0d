const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const checks = '10X98765432'

/** The check digit of the first 17 digits of a resident ID (GB 11643-1999). */
const checkOf = (digits: string): string => {
  let sum = 0
  for (let at = 0; at < 17; at++) sum += weights[at]! * (digits.charCodeAt(at) - 48)
  return checks[sum % 11]!
}

/** Is `yyyymmdd` a day? */
export const isDay = (text: string): boolean => {
  const [year, month, day] = [text.slice(0, 4), text.slice(4, 6), text.slice(6)].map(Number)
  if (year! < 1850 || year! > 2100 || month! < 1 || month! > 12 || day! < 1) return false
  const long =
    month === 2 ? (year! % 4 === 0 && (year! % 100 !== 0 || year! % 400 === 0) ? 29 : 28) : 31
  return day! <= (month === 4 || month === 6 || month === 9 || month === 11 ? 30 : long)
}

/**
 * The 18-digit resident ID that a text is: as it stands where its check digit is right, or made of the
 * 15 digits that were given until 1999. Nothing where it is neither.
 */
export function residentIdOf(text: string): string | undefined {
  if (/^[1-9]\d{16}[\dX]$/.test(text))
    return text[17] === checkOf(text) && isDay(text.slice(6, 14)) ? text : undefined
  if (!/^[1-9]\d{14}$/.test(text)) return undefined
  const long = `${text.slice(0, 6)}19${text.slice(6)}`
  return isDay(long.slice(6, 14)) ? long + checkOf(long) : undefined
}

const letters = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/**
 * The unified social credit code that a text is, where its check character is right (GB 32100-2015);
 * nothing where it is none.
 */
export function creditCodeOf(text: string): string | undefined {
  if (!/^[0-9A-HJ-NP-RTUWXY]{18}$/.test(text)) return undefined
  let sum = 0
  for (let at = 0, weight = 1; at < 17; at++, weight = (weight * 3) % 31)
    sum += letters.indexOf(text[at]!) * weight
  return letters[(31 - (sum % 31)) % 31] === text[17] ? text : undefined
}
