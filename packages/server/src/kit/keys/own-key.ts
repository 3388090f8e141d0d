import { sql } from 'kysely'

/** The customer's own key beside their row; absent once it was destroyed. */
export const ownKey = (alias: string) =>
  sql<string | null>`(select own.wrapped from customer_key as own
    where own.bank_id = ${sql.ref(`${alias}.bank_id`)}
      and own.customer_id = ${sql.ref(`${alias}.customer_id`)})`.as('own_key')
