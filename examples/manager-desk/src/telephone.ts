import { useCrm } from '@crm/react'
import { useEffect } from 'react'

/** Where the softphone of this browser says who rings. A real host listens to its own telephony here. */
const LINE = 'crm.example.telephone'

/** Pass every number that rings on to the widgets. */
export function useTelephone(): void {
  const crm = useCrm()
  useEffect(() => {
    const line = new BroadcastChannel(LINE)
    line.onmessage = ({ data }) => {
      if (typeof data === 'string') crm.desk.onIncomingCall(data)
    }
    return () => line.close()
  }, [crm])
}
