import type { Worker } from 'node:worker_threads'
import * as v from 'valibot'
import type { Notice } from '../../../preload/contract/notice'
import { ZonedeskError } from '../../../preload/contract/failure'
import { isDamage } from '../../sqlite/storage-failure'
import type { Write } from './cache-writer'
import { ThreadMessage, Opened, type ThreadRequest, type Task, type ThreadData } from './protocol'

/**
 * How often a thread that ended by itself is started again. A restart does not cure a fault that comes back at once.
 */
const MOST_RESTARTS = 3

/** Makes the thread's worker. */
export type StartWorker = (data: ThreadData) => Worker

/** The thread as the main thread sees it. */
export interface CacheThread {
  /**
   * Starts it when it has not begun, and answers how its files were opened.
   *
   * @throws ZonedeskError `storage`; of damage as `isDamage` tells, which `recover` cures
   */
  open(): Promise<Opened>
  /** Sets aside what is damaged, and opens what takes its place. Nobody else may have the files open. */
  recover(): Promise<Opened>
  /** @throws ZonedeskError of the change; `storage` when the files do not open, or the thread ended before it answered */
  write(name: Write, args: readonly unknown[]): Promise<unknown>
  /** Has it carry out what is under way and end. */
  close(): Promise<void>
}

interface PendingReply {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

/**
 * @param parts.onDamaged told that the thread came upon damage by itself, and writes nothing until it has recovered
 * @param parts.onFault told of faults of the app's own, for the log
 */
export function createCacheThread(parts: {
  readonly data: ThreadData
  readonly startWorker: StartWorker
  readonly onDamaged: () => void
  readonly onNotice: (notice: Notice) => void
  readonly onFault: (error: unknown) => void
}): CacheThread {
  const waiting = new Map<number, PendingReply>()
  let worker: Worker | null = null
  let opened: Promise<Opened> | null = null
  let [nextId, restarts] = [1, 0]
  let ending = false

  function start(): Worker {
    const started = parts.startWorker(parts.data)
    started.on('message', (raw: unknown) => receive(v.parse(ThreadMessage, raw)))
    started.on('error', (error) => ended(started, error))
    started.on('exit', () => ended(started, new Error('The thread of the cache ended.')))
    // A thread with nothing to do does not keep the process alive; one that owes an answer does.
    started.unref()
    worker = started
    void openWith(started, 'open').catch(() => undefined)
    return started
  }

  /** Remembers the outcome for whoever writes. */
  function openWith(to: Worker, task: 'open' | 'recover'): Promise<Opened> {
    opened = post(to, { task }).then((value) => v.parse(Opened, value))
    return opened
  }

  function post(to: Worker, task: Task): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const id = nextId++
      waiting.set(id, { resolve, reject })
      to.ref()
      const request: ThreadRequest = { ...task, id }
      to.postMessage(request)
    })
  }

  function receive(message: ThreadMessage): void {
    switch (message.kind) {
      case 'notice':
        parts.onNotice(message.notice)
        break
      case 'fault':
        parts.onFault(new Error(message.description))
        break
      case 'damaged':
        parts.onDamaged()
        break
      case 'answer':
        settle(message.id, ({ resolve }) => resolve(message.value))
        break
      case 'failure':
        if (message.failure === null) parts.onFault(new Error(message.description))
        settle(message.id, ({ reject }) => reject(errorOf(message)))
    }
  }

  function settle(id: number, how: (waiting: PendingReply) => void): void {
    const found = waiting.get(id)
    waiting.delete(id)
    if (waiting.size === 0) worker?.unref()
    if (found !== undefined) how(found)
  }

  /** An error is followed by an exit: the first of the two counts. */
  function ended(which: Worker, error: unknown): void {
    if (which !== worker) return
    worker = null
    const cut = ending ? null : stopped(error)
    for (const id of [...waiting.keys()]) {
      settle(id, ({ resolve, reject }) => (cut === null ? resolve(null) : reject(cut)))
    }
    if (ending) return
    parts.onFault(error)
    restarts += 1
    if (restarts <= MOST_RESTARTS) {
      start()
      return
    }
    opened = Promise.reject(stopped(error))
    opened.catch(() => undefined)
    parts.onNotice({
      id: 'cache-thread',
      severity: 'bad',
      message: 'The part of Zonedesk that keeps the local copy of your domains has stopped.',
      fix: 'Start Zonedesk again; if it happens again, look at its log.',
    })
  }

  /** The running worker; starts it on first use. */
  function running(): Worker {
    if (worker !== null) return worker
    if (opened === null) return start()
    throw stopped(null)
  }

  /** Files that did not open are tried again, as a disk that was full may have room by now. */
  async function whenOpen(): Promise<Opened> {
    const target = running()
    const known = opened
    try {
      return await (known ?? openWith(target, 'open'))
    } catch (error) {
      if (isDamage(error) || worker !== target || ending) throw error
      return opened === known || opened === null ? openWith(target, 'open') : opened
    }
  }

  return {
    open: whenOpen,
    recover: async () => openWith(running(), 'recover'),
    async write(name, args) {
      await whenOpen()
      return post(running(), { task: 'write', name, args })
    },
    async close() {
      ending = true
      const current = worker
      if (current === null) return
      // Changes that wait for the files to open come before the end.
      await opened?.catch(() => undefined)
      await post(current, { task: 'close' }).finally(() => current.terminate())
    },
  }
}

/** A cause that is a text says that the failure is one of damage. */
function errorOf(message: Extract<ThreadMessage, { kind: 'failure' }>): Error {
  const { failure, description, damaged } = message
  if (failure === null) return new Error(description)
  const { code, message: sentence, fix, retryable, field } = failure
  return new ZonedeskError(code, sentence, {
    fix,
    retryable,
    ...(field === null ? {} : { field }),
    ...(damaged ? { cause: description } : {}),
  })
}

function stopped(cause: unknown): ZonedeskError {
  return new ZonedeskError('storage', 'The local copy of your domains cannot be written at the moment.', {
    fix: 'Try again; if it happens again, start Zonedesk again.',
    retryable: true,
    cause,
  })
}
