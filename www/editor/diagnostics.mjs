// From { line, column, message, severity } (both from 1, columns in characters) to what CodeMirror underlines.

/** Underlines from the column to the end of the word there, and at least one character. */
export function toDiagnostic(doc, { line, column, message, severity = "error" }) {
  const { from, to, text } = doc.line(Math.min(Math.max(1, line), doc.lines));
  const before = [...text].slice(0, Math.max(0, (column ?? 1) - 1)).join("").length;
  const start = Math.min(from + before, to);
  const word = /^(\w+|\W)/u.exec(text.slice(start - from));
  return { from: start, to: start + (word ? word[0].length : 0), message, severity };
}
