// A moment as the end of an address, and back: JSON, deflated by the browser, in letters that no address minds.

const VERSION = "1.";
/** More is no link of ours. What it says may be so long, however small it was made. */
const MOST = { link: 64_000, text: 1_000_000 };

/** The text for a link. */
export async function pack(moment) {
  const bytes = new Uint8Array(await new Response(through(JSON.stringify(moment), new CompressionStream("deflate-raw"))).arrayBuffer());
  let letters = "";
  for (const byte of bytes) letters += String.fromCharCode(byte);
  return VERSION + btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** What a link says, as data that nobody has checked. Throws what is wrong with it. */
export async function unpack(text) {
  if (text.length > MOST.link) throw new Error("it is too long");
  if (!text.startsWith(VERSION)) throw new Error("it was made by another version of this page");
  const letters = text.slice(VERSION.length);
  if (!/^[\w-]+$/.test(letters)) throw new Error("it is damaged");
  let bytes;
  try {
    bytes = Uint8Array.from(atob(letters.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
  } catch {
    throw new Error("it is damaged");
  }
  return read(await inflate(bytes));
}

/** What a file or a link says. */
export function read(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error("it is damaged");
  }
}

function through(text, stream) {
  return new Blob([text]).stream().pipeThrough(stream);
}

/** Piece by piece, so that a few bytes that would become gigabytes are noticed before they are. */
async function inflate(bytes) {
  const reader = through(bytes, new DecompressionStream("deflate-raw")).getReader();
  const decoder = new TextDecoder();
  let text = "";
  let length = 0;
  for (;;) {
    const piece = await reader.read().catch(() => {
      throw new Error("it is damaged, or not whole");
    });
    if (piece.done) return text + decoder.decode();
    length += piece.value.length;
    if (length > MOST.text) {
      await reader.cancel().catch(() => {});
      throw new Error("what it holds is too large");
    }
    text += decoder.decode(piece.value, { stream: true });
  }
}
