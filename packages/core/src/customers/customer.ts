import * as z from 'zod/mini'
import { BranchId, StaffId } from '../access/index.ts'
import { c1, c2, id, key, LocalDate, view } from '../kit/index.ts'

export const CustomerId = id('cus', 'CustomerId')
export type CustomerId = z.infer<typeof CustomerId>

/** By which calendar a birthday is kept. In the countryside it is often the lunar one. */
export const BirthdayCalendar = z.enum(['solar', 'lunar', 'unknown'])
export type BirthdayCalendar = z.infer<typeof BirthdayCalendar>

const text = (most: number) => z.string().check(z.minLength(1), z.maxLength(most))

/** A person or firm the bank serves: the golden record, after survivorship. */
export const Customer = z.strictObject({
  id: CustomerId,
  /** Counts the changes; send it back as `If-Match`. */
  version: z.int(),
  kind: z.enum(['person', 'firm']),
  name: text(80),
  gender: z.optional(z.enum(['female', 'male'])),
  bornOn: z.optional(LocalDate),
  birthdayCalendar: BirthdayCalendar,
  /** Resident ID, or unified social credit code for a firm. */
  idNumber: z.optional(text(40)),
  phone: z.optional(text(40)),
  village: z.optional(text(80)),
  address: z.optional(text(200)),
  branchId: BranchId,
  /** The relationship manager; absent while nobody looks after them. */
  managerId: z.optional(StaffId),
  /** Their first day with the bank. */
  openedOn: LocalDate,
  status: z.enum(['active', 'dormant', 'closed', 'deceased']),
})
export interface Customer extends z.infer<typeof Customer> {}

/** How sensitive each field of a customer is. */
export const customerClasses = {
  id: key,
  version: key,
  kind: c1,
  name: c2('name'),
  gender: c1,
  bornOn: c2('day'),
  birthdayCalendar: c1,
  idNumber: c2('idNumber'),
  phone: c2('phone'),
  village: c1,
  address: c2('address'),
  branchId: c1,
  managerId: c1,
  openedOn: c1,
  status: c1,
} as const

/** A customer as a caller sees them. */
export const CustomerView = view('customer', Customer, customerClasses)
export type CustomerView = z.infer<typeof CustomerView>
