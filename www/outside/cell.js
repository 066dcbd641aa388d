// What the address asks for by `cell`: one script or one question alone, without the text around it.
import { asked, there } from "./lesson.js";

await there();
const name = asked("cell");
const found = [...document.querySelectorAll("[data-cell]")].find((cell) => cell.dataset.cell === name);
if (found) {
  const one = `[data-cell="${CSS.escape(name)}"]`;
  const sheet = new CSSStyleSheet();
  // What is around it stays, without anything else in it.
  sheet.insertRule(`.text > :not(${one}, :has(${one}), h1, .opening), .text:not(:has(${one}, h1)) { display: none; }`);
  document.documentElement.setAttribute("data-alone", "");
  document.adoptedStyleSheets.push(sheet);
} else {
  const words = `There is no script and no question “${name}” in this lesson.`;
  const box = Object.assign(document.createElement("p"), { className: "notice warning", textContent: words });
  box.setAttribute("role", "status");
  document.body.prepend(box);
}
