// The widgets on a server, with whichever React the host has.
import { createCrm } from '@crm/client'
import { LocalDate } from '@crm/core'
import { CrmProvider, CustomerSearch, DueReminders } from '@crm/react'
import { createElement, version } from 'react'
import { renderToString } from 'react-dom/server'

const [wanted] = process.argv.slice(2)
if (!version.startsWith(`${wanted}.`)) throw new Error(`React ${version} is here, not ${wanted}`)

const crm = createCrm({ baseUrl: 'https://bank.example/crm' })
const html = renderToString(
  createElement(
    CrmProvider,
    { crm },
    createElement(CustomerSearch, { onOpen: () => {} }),
    createElement(DueReminders, { asOf: LocalDate.parse('2026-03-05') }),
  ),
)
for (const part of ['crm-customer-search', 'crm-due-reminders', 'role="combobox"'])
  if (!html.includes(part)) throw new Error(`${part} is missing in ${html}`)
console.log(`consumer: rendered on React ${version}`)
