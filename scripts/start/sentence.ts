import { isCrmError } from '@crm/core'

/** What to do about a failure at the start, in one sentence in each language; unknown ones as they are. */
export function sentenceOf(error: unknown): string {
  if (!isCrmError(error))
    return error instanceof Error ? (error.stack ?? error.message) : String(error)
  const { code, context } = error
  const sentences: Readonly<Record<string, string>> = {
    'host.port_in_use': `端口 ${context.port} 已被占用,请用 npm start -- --port <其他端口>。
Port ${context.port} is in use: stop what uses it, or run npm start -- --port <another>.`,
    'store.locked': `数据目录已被进程 ${context.pid} 打开,请先停止它,或用 --data <其他目录>。
The data folder is open in process ${context.pid} on ${context.host}: stop that process, or run npm start -- --data <another folder>.`,
    'store.disk_full': `磁盘已满,未保存任何数据;请清理磁盘后重试。
The disk is full; nothing was lost. Free some space and start again.`,
  }
  return sentences[code] ?? `${error.message} (${code})`
}
