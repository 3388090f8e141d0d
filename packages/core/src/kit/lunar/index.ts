export {
  type BirthdayOccurrence,
  type LeapMonthPolicy,
  type LunarBirthday,
  lunarBirthdayIn,
} from './birthday.ts'
export { type LunarDate, lengthOfLunarMonth, lunarOf, solarOf } from './lunar.ts'
