/** Words for what the `segments` room refuses. */
export const segmentWords = {
  'zh-CN': {
    'segment.not_found': '未找到该客群。',
    'segment.name_taken': '已有名为「{name}」的客群。',
    'criteria.invalid': '条件有误:{path}。',
  },
  en: {
    'segment.not_found': 'There is no such segment.',
    'segment.name_taken': 'There is a segment called “{name}” already.',
    'criteria.invalid': 'The criteria are wrong at {path}.',
  },
} as const
