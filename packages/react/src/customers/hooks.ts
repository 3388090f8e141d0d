import type { Crm } from '@crm/client'
import type { ConsentLedger, CustomerId, CustomerView, Page } from '@crm/core'
import { useEffect, useState } from 'react'
import { type Action, useAction } from '../kit/use-action.ts'
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

/** What a customer agreed to. */
export const useConsents = (id: CustomerId): Query<ConsentLedger> =>
  useQuery(['customers', 'consents', id], (crm, signal) =>
    crm.customers.listConsents(id, { signal }),
  )

/** Record that a customer agreed, or took it back. */
export const useRecordConsent = (): Action<
  [id: CustomerId, act: Parameters<Crm['customers']['recordConsent']>[1]],
  ConsentLedger
> =>
  useAction((crm, id: CustomerId, act: Parameters<Crm['customers']['recordConsent']>[1]) =>
    crm.customers.recordConsent(id, act),
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
