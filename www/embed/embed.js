// <fivetuple-lesson lesson="five-tuple"></fivetuple-lesson> in any page: a frame with a lesson of Fivetuple, loaded when it
// comes near the window. Attributes: lesson (its id, or "laboratory/EXPERIMENT"), height (in pixels), theme (light or dark),
// predict ("off": programs may run before a prediction), title. The frame has storage of its own and sees nothing of the page.
"use strict";
(() => {
  const home = new URL("../index.html", document.currentScript.src);
  class Lesson extends HTMLElement {
    connectedCallback() {
      if (this.firstElementChild) return;
      const lesson = this.getAttribute("lesson") ?? "start";
      const address = new URL(home);
      address.searchParams.set("embed", "on");
      for (const name of ["theme", "predict"]) {
        if (this.hasAttribute(name)) address.searchParams.set(name, this.getAttribute(name));
      }
      address.hash = lesson;
      const frame = document.createElement("iframe");
      frame.src = address;
      frame.title = this.getAttribute("title") ?? `Fivetuple: ${lesson}`;
      frame.loading = "lazy";
      frame.width = "100%";
      frame.height = this.getAttribute("height") ?? "760";
      frame.style.border = "0";
      this.append(frame);
    }
  }
  if (!customElements.get("fivetuple-lesson")) customElements.define("fivetuple-lesson", Lesson);
})();
