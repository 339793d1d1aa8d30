import { describe, expect, it } from 'vitest'
import { footerLines } from '../../../src/renderer/features/domain-settings/mail/footer-text'

const read = (html: string) => footerLines(html).map((line) => line.map(({ text }) => text).join(''))

describe('the lines of a footer', () => {
  it('are its text and its links', () => {
    expect(footerLines('<p>Bye &amp; <a href="%unsubscribe_url%">stop</a>.</p>')).toEqual([
      [
        { text: 'Bye & ', link: null },
        { text: 'stop', link: '%unsubscribe_url%' },
        { text: '.', link: null },
      ],
    ])
  })

  it.each([
    ['a script', '<script>alert(1)</script>Hi', ['Hi']],
    ['a script without an end', 'Hi<script>alert(1)', ['Hi']],
    ['a style', '<style>p{display:none}</style><p>Hi</p>', ['Hi']],
    ['a comment', 'a<!-- b -->c', ['ac']],
    ['a picture', '<img src="https://example.com/x.png" alt="Logo">', ['[picture: Logo]']],
    ['lines', 'one<br>two<div>three</div>', ['one', 'two', 'three']],
    ['a lone bracket', '1 < 2', ['1 < 2']],
    ['a character by its number', '&#65;&#x42;&#55296;', ['AB ']],
    ['nothing', ' <p> </p>', []],
  ])('of %s', (_, html, lines) => {
    expect(read(html)).toEqual(lines)
  })
})
