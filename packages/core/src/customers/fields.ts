/** The fields of a golden record, in the order in which they are shown. */
export const goldenFields = [
  'kind',
  'name',
  'gender',
  'bornOn',
  'birthdayCalendar',
  'idNumber',
  'phone',
  'village',
  'address',
  'branchId',
  'managerId',
  'openedOn',
  'status',
] as const

/** A field that sources speak of; the bank's own id and the version are none. */
export type GoldenField = (typeof goldenFields)[number]
