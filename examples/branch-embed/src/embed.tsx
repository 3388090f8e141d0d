// All that an old page needs: one element to put the widget in, and this script.
import { createCrm } from '@crm/client'
import { LocalDate } from '@crm/core'
import { CrmProvider, DueReminders } from '@crm/react'
// The rules outside of any layer: this page's own reset would win over a layer.
import '@crm/react/widgets.css'
import { createRoot } from 'react-dom/client'

/** The portal knows who has signed in; here Chen Bo always has. */
async function token(): Promise<string> {
  const response = await fetch('/dev/sign-in', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ staffId: 'stf_chen' }),
  })
  return ((await response.json()) as { token: string }).token
}

const place = document.getElementById('crm-reminders')
const crm = createCrm({ baseUrl: new URL('/api', location.href).href, token })

if (place)
  createRoot(place).render(
    <CrmProvider crm={crm} theme="light">
      <DueReminders asOf={LocalDate.parse('2026-03-05')} />
    </CrmProvider>,
  )
