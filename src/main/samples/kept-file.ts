import { readFileSync, rmSync } from 'node:fs'
import * as v from 'valibot'
import { writeWholeFile } from '../profile/whole-file'

const Row = v.object({
  name: v.string(),
  type: v.picklist(['A', 'AAAA', 'CNAME', 'DNAME', 'MX', 'NS', 'SPF', 'TXT']),
  value: v.string(),
})

const Kept = v.object({
  /** What the DNS hosts of sample domains published since, and took out. */
  added: v.array(Row),
  removed: v.array(Row),
  /** The preset chosen for a zone, by its apex. */
  presets: v.record(v.string(), v.string()),
})
export type Kept = v.InferOutput<typeof Kept>

const NOTHING: Kept = { added: [], removed: [], presets: {} }

/** What a person tried in the DNS of the sample domains, kept over a restart. */
export interface KeptFile {
  get(): Kept
  /** Takes effect at once; the file follows. @throws the error of Node's file system */
  set(kept: Kept): Promise<void>
  remove(): void
}

/** @param path a JSON file, made at the first change; one that does not read back counts as absent */
export function createKeptFile(path: string): KeptFile {
  let kept: Kept | null = null
  let writing: Promise<void> = Promise.resolve()
  const write = async (): Promise<void> => {
    if (kept !== null) await writeWholeFile(path, JSON.stringify(kept))
  }
  return {
    get: () => (kept ??= readKept(path)),
    set(changed) {
      kept = changed
      writing = writing.catch(() => undefined).then(write)
      return writing
    },
    remove() {
      kept = NOTHING
      rmSync(path, { force: true })
    },
  }
}

function readKept(path: string): Kept {
  try {
    const read = v.safeParse(Kept, JSON.parse(readFileSync(path, 'utf8')))
    return read.success ? read.output : NOTHING
  } catch {
    return NOTHING
  }
}
