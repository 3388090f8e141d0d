import type { Migration } from '../kit/store/migrate.ts'

/** What access was on any day, who shares a customer, and which sessions are over before their time. */
export default {
  id: '0010-trust',
  up: [
    `create table customer_owner (
      bank_id text not null,
      customer_id text not null,
      staff_id text not null,
      from_on date not null,
      to_on date,
      share_bp int not null,
      primary key (bank_id, customer_id, staff_id, from_on)
    )`,
    `create index customer_owner_staff on customer_owner (bank_id, staff_id)`,
    `create table customer_place (
      bank_id text not null,
      customer_id text not null,
      from_on date not null,
      branch_id text not null,
      manager_id text not null,
      primary key (bank_id, customer_id, from_on)
    )`,
    `insert into customer_place (bank_id, customer_id, from_on, branch_id, manager_id)
      select bank_id, customer_id, opened_on, branch_id, manager_id from customer`,
    `create table staff_history (
      bank_id text not null,
      staff_id text not null,
      from_on date not null,
      branch_id text not null,
      roles jsonb not null,
      active boolean not null,
      primary key (bank_id, staff_id, from_on)
    )`,
    `insert into staff_history (bank_id, staff_id, from_on, branch_id, roles, active)
      select s.bank_id, s.staff_id, '1900-01-01', s.branch_id, s.roles, s.active from staff as s`,
    `create table policy_set (
      bank_id text not null,
      version int not null,
      from_on date not null,
      policies jsonb not null,
      proposed_by text not null,
      approved_by text not null,
      at timestamptz not null,
      primary key (bank_id, version)
    )`,
    `create table denied_session (
      bank_id text not null,
      session_id text not null,
      until_at timestamptz not null,
      reason text not null default '',
      primary key (bank_id, session_id)
    )`,
    `create index denied_session_until on denied_session (until_at)`,
  ],
} satisfies Migration
