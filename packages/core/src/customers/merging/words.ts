/** Words for two customers held to be one. */
export const mergeWords = {
  'zh-CN': {
    'merge.same': '两者已是同一客户。',
    'merge.kinds_differ': '个人与单位不能合并。',
    'merge.survivor_closed': '存续客户不能并入已销户客户,请保留另一方。',
    'merge.evidence_needed': '双方证件号码都有效且不同,请写明依据的材料。',
    'merge.not_found': '没有这次合并。',
    'merge.undone': '这次合并已经撤销。',
    'merge.approval_open': '该客户有待审批事项,请先办结。',
    'golden.merge': '合并客户',
    'golden.unmerge': '撤销合并',
  },
  en: {
    'merge.same': 'They are one customer already.',
    'merge.kinds_differ': 'A person and a firm cannot be one customer.',
    'merge.survivor_closed':
      'Who is with the bank cannot be put under who has left: keep the other one.',
    'merge.evidence_needed':
      'Both ID numbers could be right and they differ: say by what paper they are one.',
    'merge.not_found': 'There is no such merge.',
    'merge.undone': 'This merge was taken back already.',
    'merge.approval_open': 'Something about this customer waits to be decided: settle it first.',
    'golden.merge': 'Merged',
    'golden.unmerge': 'Merge taken back',
  },
} as const
