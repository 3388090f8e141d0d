import { configure } from '@testing-library/react'

// A machine under load is slow, not wrong: a widget has as long as its test to show what it should.
configure({ asyncUtilTimeout: 15_000 })
