import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createPlaces } from '../../src/domain/places.ts'

test('who takes a place is told how many they hold, and how many all do', () => {
  const places = createPlaces()
  const asked: [number, number][] = []
  const take = (who: string) => places.take(who, (...counts) => asked.push(counts) > 0)
  const first = take('a')
  take('b')
  take('a')
  first?.[Symbol.dispose]()
  take('a')
  take('b')
  expect(asked).toEqual([
    [0, 0],
    [0, 1],
    [1, 2],
    [1, 2],
    [1, 3],
  ])
})

test('a place that was refused is not counted, and nobody ever holds more than the rule lets', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.boolean()), { maxLength: 200 }),
      (steps) => {
        const places = createPlaces()
        const held = new Map<string, Disposable[]>([
          ['a', []],
          ['b', []],
          ['c', []],
        ])
        const all = () => [...held.values()].flat().length
        for (const [who, takes] of steps) {
          const own = held.get(who) ?? []
          const may = own.length < 3 && all() < 5
          if (!takes) own.pop()?.[Symbol.dispose]()
          else {
            const place = places.take(who, (mine, taken) => mine < 3 && taken < 5)
            expect(place !== undefined).toBe(may)
            if (place) own.push(place)
          }
        }
      },
    ),
  )
})
