const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const checks = '10X98765432'

/** Is the last character of an 18-digit resident ID the one that the others ask for (GB 11643-1999)? */
export function hasRightCheckDigit(idNumber: string): boolean {
  if (!/^\d{17}[\dX]$/.test(idNumber)) return false
  const sum = weights.reduce((total, weight, at) => total + weight * Number(idNumber[at]), 0)
  return checks[sum % 11] === idNumber[17]
}
