import type { Migration } from '../kit/store/migrate.ts'

export default {
  id: '0002-access',
  up: [
    `create table branch (
      bank_id text not null,
      branch_id text not null,
      parent_id text,
      name text not null,
      attributes jsonb not null default '{}',
      primary key (bank_id, branch_id)
    )`,
    `create table branch_path (
      bank_id text not null,
      ancestor_id text not null,
      descendant_id text not null,
      primary key (bank_id, ancestor_id, descendant_id)
    )`,
    `create table staff (
      bank_id text not null,
      staff_id text not null,
      person_id text not null,
      name text not null,
      branch_id text not null,
      roles jsonb not null,
      active boolean not null default true,
      primary key (bank_id, staff_id)
    )`,
  ],
} satisfies Migration
