import type { CustomerId, CustomerView, Page } from '@crm/core'
import { useEffect, useState } from 'react'
import { type Query, useQuery } from '../kit/use-query.ts'

/** One customer. */
export const useCustomer = (id: CustomerId): Query<CustomerView> =>
  useQuery(['customers', 'one', id], (crm, signal) => crm.customers.get(id, { signal }))

/** The customers a search means; nothing is asked while the text is empty. */
export const useCustomerSearch = (text: string): Query<Page<CustomerView>> =>
  useQuery(
    ['customers', 'search', text],
    (crm, signal) => crm.customers.search({ text, limit: 8 }, { signal }),
    { enabled: text.trim() !== '' },
  )

/** A value once it has stood still for so many milliseconds: what was typed, when typing pauses. */
export function useSettled<T>(value: T, milliseconds: number): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), milliseconds)
    return () => clearTimeout(timer)
  }, [value, milliseconds])
  return settled
}
