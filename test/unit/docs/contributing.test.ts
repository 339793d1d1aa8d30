import { describe, expect, it } from 'vitest'
import { exists, linksIn, page, pathsNamedIn } from './pages'

describe('CONTRIBUTING.md', () => {
  const text = page('CONTRIBUTING.md')

  it('names and links only what is there', () => {
    expect(pathsNamedIn(text).length).toBeGreaterThan(15)
    expect(pathsNamedIn(text).filter((path) => !exists(path))).toEqual([])
    expect(linksIn(text).filter((path) => !exists(path))).toEqual([])
  })

  it('names only scripts that are there', () => {
    const scripts = [...text.matchAll(/node (scripts\/[\w/-]+\.mjs)/g)].map(([, path]) => path!)
    expect(scripts.length).toBeGreaterThanOrEqual(3)
    expect(scripts.filter((path) => !exists(path))).toEqual([])
  })

  it('says how to add a thing in steps of fewer than ten lines', () => {
    const recipes = text.split(/^## /m).filter((part) => /^1\. /m.test(part))
    expect(recipes.map((recipe) => recipe.split('\n')[0])).toHaveLength(7)
    for (const recipe of recipes) {
      const [steps = ''] = recipe.slice(recipe.indexOf('1. ')).split('\n\n')
      expect(steps.split('\n').length).toBeLessThan(10)
    }
  })
})
