import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { icnsFile, icoFile } from '../../../scripts/icons/containers.mjs'
import { ROOT } from '../../../scripts/setup/paths.mjs'

const RESOURCES = join(ROOT, 'resources')

/** @returns width and height, as the header of a PNG file says them */
function sizeOf(png: Buffer): { width: number; height: number } {
  expect(png.subarray(1, 4).toString('latin1')).toBe('PNG')
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) }
}

describe('the icons', () => {
  it('are there in the sizes of a Linux desktop, each as large as its name says', () => {
    const files = readdirSync(join(RESOURCES, 'icons')).sort()
    expect(files).toEqual([16, 24, 32, 48, 64, 128, 256, 512].map((side) => `${side}x${side}.png`).sort())
    for (const file of files) {
      const side = parseInt(file)
      expect(sizeOf(readFileSync(join(RESOURCES, 'icons', file)))).toEqual({ width: side, height: side })
    }
  })

  it('are the same in the window and on the desktop', () => {
    expect(readFileSync(join(RESOURCES, 'icon.png'))).toEqual(
      readFileSync(join(RESOURCES, 'icons', '512x512.png')),
    )
  })

  it('are in one file for Windows, from 16 to 256 pixels', () => {
    const file = readFileSync(join(RESOURCES, 'icon.ico'))
    expect(sidesInIco(file)).toEqual([16, 24, 32, 48, 64, 128, 256])
  })

  it('are in one file for macOS, up to 1024 pixels', () => {
    const file = readFileSync(join(RESOURCES, 'icon.icns'))
    expect(sidesInIcns(file)).toEqual([32, 64, 128, 256, 256, 512, 512, 1024])
  })
})

describe('icoFile', () => {
  it('holds each image where its entry says', () => {
    const small = readFileSync(join(RESOURCES, 'icons', '16x16.png'))
    const large = readFileSync(join(RESOURCES, 'icons', '256x256.png'))
    expect(
      sidesInIco(
        icoFile(
          new Map([
            [16, small],
            [256, large],
          ]),
        ),
      ),
    ).toEqual([16, 256])
  })
})

describe('icnsFile', () => {
  it('wants every size', () => {
    expect(() => icnsFile(new Map())).toThrow('There is no image of 32 pixels.')
  })
})

/** @returns the sides of the images, after holding the entries against them */
function sidesInIco(file: Buffer): number[] {
  expect([file.readUInt16LE(0), file.readUInt16LE(2)]).toEqual([0, 1])
  return Array.from({ length: file.readUInt16LE(4) }, (_, index) => {
    const entry = 6 + 16 * index
    const start = file.readUInt32LE(entry + 12)
    const { width } = sizeOf(file.subarray(start, start + file.readUInt32LE(entry + 8)))
    expect([file[entry], file[entry + 1]]).toEqual([width % 256, width % 256])
    return width
  })
}

/** @returns the sides of the images, block by block */
function sidesInIcns(file: Buffer): number[] {
  expect(file.subarray(0, 4).toString('latin1')).toBe('icns')
  expect(file.readUInt32BE(4)).toBe(file.length)
  const sides: number[] = []
  for (let at = 8; at < file.length; at += file.readUInt32BE(at + 4)) {
    sides.push(sizeOf(file.subarray(at + 8, at + file.readUInt32BE(at + 4))).width)
  }
  return sides
}
