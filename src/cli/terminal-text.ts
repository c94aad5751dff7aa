/**
 * A text as a terminal may have it: what would steer the terminal or turn round what stands there is written as JSON writes it
 * (`\u009b`), so that another's words show and do nothing, and JSON stays what it was. Ends of lines and tabs stay.
 */
export function terminalText(text: string): string {
  return text.replaceAll(/(?![\n\t])[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, escaped)
}

/** None of them is outside of the basic plane. */
function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
