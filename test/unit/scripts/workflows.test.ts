import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { ROOT } from '../../../scripts/setup/paths.mjs'
import { page } from '../docs/pages'

interface Job {
  permissions?: Record<string, string>
  uses?: string
  steps?: { uses?: string; run?: string; with?: Record<string, unknown>; env?: Record<string, string> }[]
}
interface Workflow {
  permissions: Record<string, string>
  jobs: Record<string, Job>
}

const FOLDER = join(ROOT, '.github', 'workflows')
const WORKFLOWS = readdirSync(FOLDER).map((name) => {
  const text = readFileSync(join(FOLDER, name), 'utf8')
  return { name, text, workflow: parse(text) as Workflow }
})

describe.each(WORKFLOWS)('the workflow $name', ({ name, text, workflow }) => {
  const jobs = Object.entries(workflow.jobs)
  const steps = jobs.flatMap(([, job]) => job.steps ?? [])

  it('may read, and only the job that makes a draft may write', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' })
    const writing = jobs.filter(([, { permissions }]) => permissions !== undefined)
    expect(writing).toEqual(
      name === 'release.yml'
        ? [['draft', expect.objectContaining({ permissions: { contents: 'write' } })]]
        : [],
    )
  })

  it('uses each action by its commit, with the version beside it', () => {
    const used = text.match(/uses: .+/g) ?? []
    expect(used.length).toBeGreaterThan(2)
    expect(
      used.filter((one) => !/^uses: (?:\.\/|[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$)/.test(one)),
    ).toEqual([])
  })

  it('leaves no token in the folder that it checks out', () => {
    const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'))
    expect(checkouts.filter((step) => step.with?.['persist-credentials'] !== false)).toEqual([])
  })

  it('puts nothing that others choose into a script', () => {
    // What is in an expression becomes part of the script before the shell reads it.
    expect(steps.filter(({ run }) => run?.includes('${{'))).toEqual([])
  })

  it('runs only scripts and files that there are', () => {
    const { scripts } = JSON.parse(page('package.json')) as { scripts: Record<string, string> }
    const named = steps.flatMap(({ run = '' }) =>
      [...run.matchAll(/npm (?:run )?([a-z:-]+)/g)].map(([, one]) => one!),
    )
    expect(named.filter((one) => one !== 'ci' && !(one in scripts))).toEqual([])
    const files = steps.flatMap(
      ({ run = '' }) => run.match(/(?:^|node )(?:scripts\/\S+\.mjs|\.ci\/run)/g) ?? [],
    )
    expect(files.filter((file) => page(file.replace('node ', '')) === '')).toEqual([])
  })
})

describe('docs/releasing.md', () => {
  const text = page('docs/releasing.md')
  const release = page('.github/workflows/release.yml')

  it('names every secret of the workflow', () => {
    const secrets = [...release.matchAll(/secrets\.(\w+)/g)].map(([, name]) => name!)
    expect(secrets.length).toBeGreaterThan(3)
    expect(secrets.filter((name) => !text.includes(`\`${name}\``))).toEqual([])
  })

  it('has ten steps', () => {
    expect(text.match(/^\d+\. /gm)).toHaveLength(10)
  })
})
