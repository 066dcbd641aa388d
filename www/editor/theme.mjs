// Colours come from custom properties of the page (--editor-…); the second value of each is what stands without them.
import { EditorView } from "@codemirror/view";
import { HighlightStyle } from "@codemirror/language";
import { tags } from "@lezer/highlight";

const colour = (name, light, dark) => `var(--editor-${name}, light-dark(${light}, ${dark}))`;

const MARKS = [
  ["#0b63b5", "#6cb6ff"], ["#a8410f", "#ffa270"], ["#1a7037", "#63d187"], ["#8a2b94", "#e59bee"], ["#7a5a00", "#e2bf4d"],
  ["#08707a", "#56cbd6"], ["#b3224e", "#ff8fa9"], ["#4b4fb8", "#a9adff"], ["#5c6470", "#b3bcc8"], ["#6a4a2f", "#d5ae8c"],
];

const markRules = Object.fromEntries(
  MARKS.map(([light, dark], kind) => [`.mark-${kind}`, { "--mark": colour(`mark-${kind}`, light, dark) }]),
);

/** Sizes, gutters, marks, tooltips. */
export const theme = EditorView.theme({
  "&": {
    "--mark": colour("mark", "#5c6470", "#b3bcc8"),
    color: colour("text", "#1d2329", "#e3e8ee"),
    backgroundColor: colour("background", "#fbfcfd", "#15191e"),
    fontSize: "var(--editor-font-size, 0.875rem)",
    height: "100%",
  },
  ".cm-scroller": { fontFamily: "var(--editor-font, ui-monospace, monospace)", lineHeight: "1.5" },
  ".cm-content": { caretColor: colour("text", "#1d2329", "#e3e8ee") },
  "&.cm-focused": { outline: `2px solid ${colour("focus", "#0b63b5", "#6cb6ff")}`, outlineOffset: "-2px" },
  ".cm-gutters": {
    color: colour("gutter-text", "#5c6470", "#98a3b0"),
    backgroundColor: colour("gutter", "#f1f3f5", "#1b2027"),
    border: "none",
  },
  "& .cm-content ::selection, & .cm-content::selection": { backgroundColor: colour("selection", "#b9d7f5", "#2b4a6b") },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: colour("bracket", "#d3e5d0", "#33503a") },
  ...markRules,
  ".cm-marked": {
    backgroundColor: "color-mix(in srgb, var(--mark) 14%, transparent)",
    boxShadow: "inset 3px 0 var(--mark)",
  },
  ".cm-letters": { minWidth: "1.5em", textAlign: "center" },
  ".cm-breaks": { minWidth: "1.25em", textAlign: "center", cursor: "pointer" },
  ".cm-breaks b": { color: colour("break", "#b3224e", "#ff8fa9"), fontWeight: "normal" },
  ".cm-gutter-lint": { width: "1em" },
  ".cm-gutter-lint .cm-gutterElement": { padding: "0.2em 0 0" },
  ".cm-letters b": { padding: "0 0.25em", color: "var(--mark)" },
  ".cm-tooltip": {
    color: colour("text", "#1d2329", "#e3e8ee"),
    backgroundColor: colour("gutter", "#f1f3f5", "#1b2027"),
    border: "1px solid currentColor",
  },
});

/** Few colours, each readable (4.5 : 1) on both grounds. */
export const highlighting = HighlightStyle.define([
  { tag: tags.keyword, color: colour("keyword", "#8a2b94", "#e59bee") },
  { tag: [tags.string, tags.special(tags.string)], color: colour("string", "#1a7037", "#7fd69b") },
  { tag: [tags.number, tags.bool, tags.null], color: colour("number", "#a8410f", "#ffa270") },
  { tag: tags.comment, color: colour("comment", "#5c6470", "#98a3b0"), fontStyle: "italic" },
  { tag: [tags.definition(tags.variableName), tags.function(tags.variableName)], color: colour("name", "#0b63b5", "#6cb6ff") },
  { tag: tags.className, color: colour("name", "#0b63b5", "#6cb6ff") },
]);
