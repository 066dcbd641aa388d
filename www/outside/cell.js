// What the address asks for by `cell`: one script or one question alone, without the text around it. And a word about a
// `lesson` that is not there.
import { asked, there } from "./lesson.js";

const { lesson } = await there();
const name = asked("cell");
const wanted = asked("lesson");
if (wanted && location.hash === `#${wanted}` && lesson !== wanted) tell(`There is no lesson “${wanted}”. This is the first one.`);
const found = [...document.querySelectorAll("[data-cell]")].find((cell) => cell.dataset.cell === name);
if (found) {
  const one = `[data-cell="${CSS.escape(name)}"]`;
  const sheet = new CSSStyleSheet();
  // What is around it stays, without anything else in it.
  sheet.insertRule(`.text > :not(${one}, :has(${one}), h1, .opening), .text:not(:has(${one}, h1)) { display: none; }`);
  document.documentElement.setAttribute("data-alone", "");
  document.adoptedStyleSheets.push(sheet);
} else if (name) {
  tell(`There is no script and no question “${name}” in this lesson.`);
}

function tell(words) {
  const box = Object.assign(document.createElement("p"), { className: "notice warning", textContent: words });
  box.setAttribute("role", "status");
  document.body.prepend(box);
}
