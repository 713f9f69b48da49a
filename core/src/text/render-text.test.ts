import { describe, expect, test } from 'vitest'
import { renderText, SPOKEN_MAX_CHARACTERS, templateVariables, VALUE_MAX_CHARACTERS } from './render-text.ts'

const scope = { name: 'Ann', order: '2612', evil: '<speak>& "now"', 'caller.number': '447700900123', blank: null }
const spoken = (template: string) => renderText(template, scope, 'spoken')
const text = (template: string) => {
  const rendered = spoken(template)
  return rendered.ok ? rendered.text : `not rendered: ${rendered.reason}`
}

describe('what a text can say', () => {
  test.each([
    ['no template at all', 'Hello { there }', 'Hello { there }'],
    ['a variable', 'Hello {{ name }}.', 'Hello Ann.'],
    ['a fact of the call', 'From {{ caller.number }}.', 'From 447700900123.'],
    ['digits one by one', '{{ order | digits }}', '2 6 1 2'],
    ['a choice', '{% if name %}Dear {{ name }}{% else %}Hello{% endif %}', 'Dear Ann'],
    ['nothing for a blank variable', 'Hello {{ blank }}!', 'Hello !'],
    ['a default for one', 'Hello {{ blank | default: "you" }}!', 'Hello you!'],
  ])('%s', (_, template, expected) => {
    expect(text(template)).toBe(expected)
  })
})

describe('what a text cannot do', () => {
  test.each([
    ['read a file by include', '{% include "package.json" %}'],
    ['read a file by render', '{% render "package.json" %}'],
    ['read a file by layout', '{% layout "package.json" %}'],
    ['read the clock', '{{ "now" | date: "%s" }}'],
    ['draw lots', '{{ "a,b" | split: "," | sample }}'],
    ['switch escaping off by filter', '{{ evil | raw }}'],
    ['switch escaping off by tag', '{% raw %}{{ evil }}{% endraw %}'],
    ['loop without end', '{% for i in (1..100000000) %}x{% endfor %}'],
    ['loop in loops', '{% for i in (1..900) %}{% for j in (1..900) %}x{% endfor %}{% endfor %}'],
    ['grow without end', '{% assign s = "xxxxxxxxxx" %}{% for i in (1..40) %}{% assign s = s | append: s %}{% endfor %}{{ s }}'],
    ['use a filter that is not there', '{{ name | shout }}'],
    ['be written wrongly', 'Hello {{ name'],
  ])('%s', (_, template) => {
    expect(spoken(template).ok).toBe(false)
  })

  test('reach a prototype', () => {
    expect(text('[{{ name.constructor }}{{ name.__proto__ }}{{ toString }}{{ __proto__ }}]')).toBe('[]')
  })
})

describe('values do not become speech marks', () => {
  test('in a plain text, angle brackets become blanks', () => {
    expect(spoken('{{ evil }}')).toEqual({ ok: true, text: 'speak & "now"', ssml: false, cut: false })
  })

  test('in SSML they are written as entities', () => {
    expect(spoken('<speak>{{ evil }}</speak>')).toEqual({
      ok: true,
      text: '<speak>&lt;speak&gt;&amp; &quot;now&quot;</speak>',
      ssml: true,
      cut: false,
    })
  })

  test('control characters are never spoken', () => {
    const rendered = renderText('{{ name }}', { name: 'A\u0000B\u0007C' }, 'spoken')
    expect(rendered).toMatchObject({ text: 'A B C' })
  })

  test('in a variable they stay what they are', () => {
    expect(renderText('{{ evil }}', scope, 'value')).toMatchObject({ text: '<speak>& "now"' })
  })
})

describe('length', () => {
  test('a spoken text is cut', () => {
    const rendered = renderText('{{ long }}', { long: 'x'.repeat(SPOKEN_MAX_CHARACTERS + 1) }, 'spoken')
    expect(rendered).toMatchObject({ ok: true, cut: true, text: 'x'.repeat(SPOKEN_MAX_CHARACTERS) })
  })

  test('SSML that is too long is spoken plainly, not cut within a tag', () => {
    const rendered = renderText('<speak>{{ long }}<break time="1s"/></speak>', { long: 'x'.repeat(1600) }, 'spoken')
    expect(rendered).toEqual({ ok: true, cut: true, ssml: false, text: 'x'.repeat(1600) })
  })

  test('a value is cut', () => {
    const rendered = renderText('{{ long }}', { long: 'x'.repeat(5000) }, 'value')
    expect(rendered).toMatchObject({ cut: true, text: 'x'.repeat(VALUE_MAX_CHARACTERS) })
  })
})

test.each([
  ['{{ name }} {{ caller.number }} {{ name }}', ['name', 'caller.number']],
  ['{% assign x = name %}{{ x }}', ['name']],
  ['{% if topic == "a" %}{{ order }}{% endif %}', ['topic', 'order']],
  ['plain', []],
])('the variables that %s reads are found without rendering', (template, names) => {
  expect(templateVariables(template)).toEqual({ ok: true, names })
})

test('a text that cannot be read says why', () => {
  expect(templateVariables('{{ name')).toMatchObject({ ok: false, reason: expect.stringContaining('not closed') })
})
