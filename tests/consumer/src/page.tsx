// A host's own page: two widgets, the stylesheet, and a client.
import { createCrm } from '@crm/client'
import { LocalDate } from '@crm/core'
import { CrmProvider, CustomerSearch, DueReminders } from '@crm/react'
import '@crm/react/styles.css'
import { createRoot } from 'react-dom/client'

const crm = createCrm({ baseUrl: new URL('/crm', location.href).href })
const root = document.getElementById('root')

if (root)
  createRoot(root).render(
    <CrmProvider crm={crm}>
      <CustomerSearch onOpen={(customer) => console.log(customer.id)} />
      <DueReminders asOf={LocalDate.parse('2026-03-05')} />
    </CrmProvider>,
  )
