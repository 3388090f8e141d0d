/** What is counted by the day. */
export interface LimitTables {
  daily_count: {
    bank_id: string
    staff_id: string
    day: string
    kind: string
    count: number
  }
  disclosed_customer: {
    bank_id: string
    staff_id: string
    day: string
    customer_id: string
  }
}
