/** Words for tags and lists. */
export const labelWords = {
  'zh-CN': {
    'label.not_found': '没有这个标签或名单。',
    'label.name_taken': '已有同名的标签或名单。',
    'label.tag_needs_manager': '全行标签由支行负责人建立。',
    'label.change_not_found': '没有可撤销的操作。',
  },
  en: {
    'label.not_found': 'There is no such tag or list.',
    'label.name_taken': 'There is a tag or list of this name already.',
    'label.tag_needs_manager': 'Tags of the bank are made by heads of branch.',
    'label.change_not_found': 'There is nothing left to undo.',
  },
} as const
