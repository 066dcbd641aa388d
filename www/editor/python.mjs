// Python for the editor: Lezer's grammar for the colours, and a few rules for how far to indent the next line.
import { LRLanguage, indentService } from "@codemirror/language";
import { parser } from "@lezer/python";

const language = LRLanguage.define({
  name: "python",
  parser,
  languageData: { commentTokens: { line: "#" } },
});

const OPENS = /[:([{]\s*(#.*)?$/;
const LEAVES = /^\s*(return|raise|break|continue|pass)\b/;

/** A new line is as deep as the line above; deeper after a colon or an open bracket, less deep after a way out. */
const indentation = indentService.of((context, position) => {
  const line = context.lineAt(position, -1);
  const above = line.from < position ? line.text.slice(0, position - line.from) : before(context, line);
  if (above === null) return 0;
  const depth = above.length - above.trimStart().length;
  if (OPENS.test(above)) return depth + context.unit;
  return LEAVES.test(above) ? Math.max(0, depth - context.unit) : depth;
});

function before(context, line) {
  return line.from === 0 ? null : context.lineAt(line.from - 1, -1).text;
}

/** The language and its indentation. */
export const python = [language, indentation];
