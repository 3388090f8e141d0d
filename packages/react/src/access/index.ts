export { PersonalFrame } from './personal-frame.tsx'
