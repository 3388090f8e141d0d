import type { Migration } from '../kit/store/migrate.ts'

/** Whatever a program forgets: the person who asked never decides, by no account of theirs. */
export default {
  id: '0017-four-eyes',
  up: [
    `create function approval_four_eyes() returns trigger language plpgsql as $$
      begin
        if exists (
          select 1 from approval as a
          where a.bank_id = new.bank_id and a.approval_id = new.approval_id
            and new.person_id = a.maker_person_id
        ) then
          raise exception 'nobody decides on their own request' using errcode = 'check_violation';
        end if;
        return new;
      end
    $$`,
    `create trigger approval_four_eyes before insert or update on approval_decision
      for each row execute function approval_four_eyes()`,
  ],
} satisfies Migration
