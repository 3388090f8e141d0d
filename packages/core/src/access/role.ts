import * as z from 'zod/mini'

/** The roles that come with the product. */
export const Role = z.enum([
  'teller',
  'relationship-manager',
  'branch-manager',
  'campaign-operator',
  'approver',
  'call-centre',
  'analyst',
  'system-admin',
  'security-admin',
  'audit-admin',
  'retention-officer',
  'compliance-officer',
])
export type Role = z.infer<typeof Role>
