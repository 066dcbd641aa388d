// <fivetuple-lesson lesson="five-tuple"></fivetuple-lesson> in any page: a frame with a lesson of Fivetuple, loaded when it
// comes near the window. Attributes: lesson (its id, or "laboratory/EXPERIMENT"), height (in pixels), title, and every
// setting of the address (view, step, theme, predict, …). sizing="auto": as high as what is in it. The frame has storage of
// its own and sees nothing of the page. What happens in it comes as events of the element, such as "fivetuple:step";
// request("goto", { step: 3 }) asks for something and promises the answer. docs/embedding.md has the tables.
"use strict";
(() => {
  const home = new URL("../index.html", document.currentScript.src);
  const SETTINGS = "cell step seed view controls hide edit predict autoplay speed theme lang persist sizing host fid";
  class Lesson extends HTMLElement {
    #asked = new Map();
    #number = 0;
    #hear = (event) => this.#take(event);
    #isReady;
    /** The lesson is there, and hears. */
    ready = new Promise((resolve) => (this.#isReady = resolve));

    connectedCallback() {
      addEventListener("message", this.#hear);
      if (this.frame) return;
      const lesson = this.getAttribute("lesson") ?? "start";
      const address = new URL(home);
      address.searchParams.set("embed", "on");
      for (const name of SETTINGS.split(" ")) {
        if (this.hasAttribute(name)) address.searchParams.set(name, this.getAttribute(name));
      }
      address.hash = lesson;
      const frame = document.createElement("iframe");
      frame.src = address;
      frame.title = this.getAttribute("title") ?? `Fivetuple: ${lesson}`;
      frame.loading = "lazy";
      frame.allow = "fullscreen; clipboard-write";
      frame.width = "100%";
      frame.height = this.getAttribute("height") ?? "760";
      frame.style.border = "0";
      this.frame = frame;
      this.replaceChildren(frame);
    }

    disconnectedCallback() {
      removeEventListener("message", this.#hear);
    }

    /** Asks the lesson for something, such as ("goto", { step: 3 }), and promises its answer. */
    request(type, data) {
      const id = (this.#number += 1);
      const message = { ns: "fivetuple", v: 1, type, id, data };
      return new Promise((resolve, reject) => {
        this.#asked.set(id, { resolve, reject });
        setTimeout(() => this.#asked.delete(id) && reject(new Error("The lesson does not answer.")), 30000);
        this.ready.then(() => this.frame.contentWindow.postMessage(message, home.origin));
      });
    }

    #take({ source, origin, data }) {
      if (!this.frame || source !== this.frame.contentWindow || origin !== home.origin) return;
      if (data?.ns !== "fivetuple" || data.v !== 1 || typeof data.type !== "string") return;
      const open = this.#asked.get(data.re);
      if (open && this.#asked.delete(data.re)) {
        if (data.error) open.reject(Object.assign(new Error(data.error.message), { code: data.error.code }));
        else open.resolve(data.data);
        return;
      }
      // Who has said hello is told what the learner does.
      if (data.type === "ready") {
        this.#isReady();
        this.request("hello").catch(() => {});
      }
      if (data.type === "resize" && this.getAttribute("sizing") === "auto") {
        this.frame.height = Math.min(20000, Math.max(120, Number(data.data?.height) || 0));
      }
      this.dispatchEvent(new CustomEvent(`fivetuple:${data.type}`, { detail: data.data ?? data.error, bubbles: true }));
    }
  }
  if (!customElements.get("fivetuple-lesson")) customElements.define("fivetuple-lesson", Lesson);
})();
