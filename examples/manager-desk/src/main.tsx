import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import '@crm/react/styles.css'
import './desk.css'
import { Desk } from './desk.tsx'

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Desk />
  </StrictMode>,
)
