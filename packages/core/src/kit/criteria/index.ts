export { all, any, type Comparing, criteriaOver, not } from './builder.ts'
export {
  type Catalogue,
  defineCatalogue,
  type FieldSpec,
  type RecordOf,
  type ValueOf,
} from './catalogue.ts'
export { CRITERIA_LIMITS, checkCriteria } from './check.ts'
export { buildColumns, type Column, type Columns } from './columns.ts'
export { compileCriteria, type Facts, type Predicate } from './compile.ts'
export { type Comparison, Criteria, Operator, type Scalar } from './criteria.ts'
export { describeCriteria } from './describe.ts'
export { type Evaluation, type EvaluationStep, evaluateCriteria } from './evaluate.ts'
export { arityOf, operatorsOf } from './operators.ts'
export { type ColumnQuery, compileColumns } from './select.ts'
export { usesOf } from './uses.ts'
