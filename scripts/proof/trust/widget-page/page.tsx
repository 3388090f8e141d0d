// Every widget on one page, to be put up and taken down from outside.
import { type Crm, createCrm } from '@crm/client'
import type { CustomerId, LocalDate } from '@crm/core'
import {
  AccessExplainer,
  AuditTrail,
  BackupStatus,
  ConsentPanel,
  CrmProvider,
  CustomerOverview,
  CustomerSearch,
  DueReminders,
  LicenceStatus,
  MovementList,
  RoleTable,
  SegmentPreview,
} from '@crm/react'
import { type ReactElement, StrictMode } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import '@crm/react/styles.css'

const customer = 'cus_li' as CustomerId
const text = { version: 1, hash: 'a'.repeat(64) }

const All = (): ReactElement => (
  <>
    <CustomerSearch onOpen={() => undefined} />
    <CustomerOverview customerId={customer} />
    <MovementList customerId={customer} />
    <DueReminders asOf={'2026-03-05' as LocalDate} onOpenCustomer={() => undefined} />
    <SegmentPreview criteria={{ all: [] }} />
    <ConsentPanel customerId={customer} text={text} />
    <AccessExplainer />
    <AuditTrail />
    <RoleTable />
    <LicenceStatus />
    <BackupStatus />
  </>
)

interface Stand {
  readonly root: Root
  readonly crm: Crm
  readonly place: HTMLElement
}
const stands: Stand[] = []

/** What the proof does with the page. */
const harness = {
  /** Put all widgets up, once for each of these answers. */
  mount(answers: readonly string[], strict: boolean): void {
    for (const answer of answers) {
      const crm = createCrm({
        baseUrl: new URL(`/api/${answer}`, location.href).href,
        token: () => 'x',
      })
      const place = document.getElementById('root')!.appendChild(document.createElement('div'))
      const root = createRoot(place)
      const tree = (
        <CrmProvider crm={crm}>
          <All />
        </CrmProvider>
      )
      root.render(strict ? <StrictMode>{tree}</StrictMode> : tree)
      stands.push({ root, crm, place })
    }
  },
  /** Type into every search, as a person would. */
  search(typed: string): void {
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set
    for (const box of document.querySelectorAll('.crm-customer-search input')) {
      set?.call(box, typed)
      box.dispatchEvent(new Event('input', { bubbles: true }))
    }
  },
  /** How many widgets still wait. */
  waiting: (): number => document.querySelectorAll('[aria-busy="true"], .crm-waiting').length,
  /** How many widgets failed. */
  failed: (): string[] =>
    [...document.querySelectorAll('.crm-failure')].map((failure) => failure.textContent ?? ''),
  signOut(): void {
    for (const { crm } of stands) crm.signOut()
  },
  unmount(): void {
    for (const { root, place } of stands.splice(0)) {
      root.unmount()
      place.remove()
    }
  },
}

Object.assign(globalThis, { harness })
