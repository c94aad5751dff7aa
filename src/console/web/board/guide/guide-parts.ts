/** From one heading to the next. */
export interface GuidePart {
  /** As GitHub names it, so that links from health, logs and alarms lead to the same place everywhere. */
  id: string
  /** In Chinese, where it has that. */
  heading: string
  html: string
}

/** A heading of level 2, with those of level 3 below it. */
export interface GuideSection extends GuidePart {
  parts: GuidePart[]
}

/** All of the guide, in its order. */
export function wholeOf(sections: readonly GuideSection[]): GuidePart[] {
  return sections.flatMap((section) => [section, ...section.parts])
}

/** What an anchor names: a section with its parts, or one part alone, whose heading is then the page's own; undefined where it names nothing. */
export function namedIn(sections: readonly GuideSection[], id: string): GuidePart[] | undefined {
  const section = sections.find((each) => each.id === id)
  if (section) return [section, ...section.parts]
  const part = sections.flatMap(({ parts }) => parts).find((each) => each.id === id)
  return part && [{ ...part, html: part.html.replace(/^<h3 /, '<h2 ').replace('</h3>', '</h2>') }]
}
