export { FindOther } from './find-other.tsx'
export { faultsInWords } from './relationship-form.tsx'
export {
  useAddToHousehold,
  useFormHousehold,
  useHousehold,
  useLeaveHousehold,
} from './relationship-hooks.ts'
