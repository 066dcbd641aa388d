//! Strings as bytes and back: UTF-8, ASCII and Latin-1, and what to do where that cannot be.

use std::fmt::Write as _;

use super::access;
use super::exceptions;
use super::native::{Ctx, Outcome, Raise};
use super::value::Value;

/// The encodings.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Codec {
    Utf8,
    Ascii,
    Latin1,
    Utf16 { big: bool, mark: bool },
}

/// How the names of CPython's other encodings begin.
const OTHERS: &[&str] = &[
    "utf-32",
    "utf32",
    "utf-7",
    "utf7",
    "utf-8-sig",
    "cp",
    "windows-",
    "iso-8859-",
    "iso8859-",
    "iso-2022",
    "mac-",
    "koi8",
    "big5",
    "gb",
    "euc",
    "shift",
    "sjis",
    "idna",
    "punycode",
    "rot",
    "hex",
    "base64",
    "bz2",
    "zip",
    "zlib",
    "quopri",
    "uu",
    "unicode-escape",
    "raw-unicode-escape",
    "mbcs",
    "tis",
    "ptcp",
    "hz",
    "johab",
    "palmos",
];

impl Codec {
    fn named(name: &str) -> Outcome<Codec> {
        match &*name.to_ascii_lowercase().replace([' ', '_'], "-") {
            "utf-8" | "utf8" | "u8" => Ok(Codec::Utf8),
            "ascii" | "us-ascii" | "646" => Ok(Codec::Ascii),
            "latin-1" | "latin1" | "iso-8859-1" | "iso8859-1" | "l1" | "8859" => Ok(Codec::Latin1),
            "utf-16" | "utf16" => Ok(Codec::Utf16 { big: false, mark: true }),
            "utf-16-le" | "utf-16le" => Ok(Codec::Utf16 { big: false, mark: false }),
            "utf-16-be" | "utf-16be" => Ok(Codec::Utf16 { big: true, mark: false }),
            other if OTHERS.iter().any(|begin| other.starts_with(begin)) => {
                Err(Raise::lacks(format!("The encoding `{name}` is not supported here. Use `utf-8`.")))
            }
            _ => Err(Raise::error("LookupError", format!("unknown encoding: {name}"))),
        }
    }

    fn called(self) -> &'static str {
        match self {
            Codec::Utf8 => "utf-8",
            Codec::Ascii => "ascii",
            Codec::Latin1 => "latin-1",
            Codec::Utf16 { .. } => "utf-16",
        }
    }
}

fn choices(ctx: &Ctx, encoding: Option<&Value>, errors: Option<&Value>) -> Outcome<(Codec, String)> {
    let codec = match encoding {
        Some(name) => Codec::named(&access::string(ctx, name, "encoding")?)?,
        None => Codec::Utf8,
    };
    let errors = match errors {
        Some(name) => access::string(ctx, name, "errors")?.to_string(),
        None => "strict".to_owned(),
    };
    Ok((codec, errors))
}

/// `text.encode(encoding, errors)`.
pub(super) fn encode(
    ctx: &mut Ctx,
    text: &str,
    encoding: Option<&Value>,
    errors: Option<&Value>,
) -> Outcome<Vec<u8>> {
    let (codec, errors) = choices(ctx, encoding, errors)?;
    let most = match codec {
        Codec::Utf8 => return Ok(text.as_bytes().to_vec()),
        Codec::Utf16 { big, mark } => {
            let mark = mark.then_some(0xfeff);
            let units = mark.into_iter().chain(text.encode_utf16());
            return Ok(units
                .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
                .collect());
        }
        Codec::Ascii => 0x7f,
        Codec::Latin1 => 0xff,
    };
    let mut bytes = Vec::with_capacity(text.len());
    for (at, char) in text.chars().enumerate() {
        let code = u32::from(char);
        if code <= most {
            bytes.push(code as u8);
            continue;
        }
        match &*errors {
            "strict" => return Err(cannot_encode(ctx, codec, text, at, most)),
            "ignore" => {}
            "replace" => bytes.push(b'?'),
            "backslashreplace" => {
                let mut shown = String::new();
                let written = match code {
                    0..=0xff => write!(shown, "\\x{code:02x}"),
                    0x100..=0xffff => write!(shown, "\\u{code:04x}"),
                    _ => write!(shown, "\\U{code:08x}"),
                };
                written.expect("a string takes everything");
                bytes.extend(shown.bytes());
            }
            "xmlcharrefreplace" => bytes.extend(format!("&#{code};").bytes()),
            other => return Err(unknown_errors(other)),
        }
    }
    Ok(bytes)
}

fn unknown_errors(name: &str) -> Raise {
    if let "surrogateescape" | "surrogatepass" | "namereplace" | "xmlcharrefreplace" = name {
        return Raise::lacks(format!("`{name}` is not supported here. Use `backslashreplace` or `replace`."));
    }
    Raise::error("LookupError", format!("unknown error handler name '{name}'"))
}

fn cannot_encode(ctx: &mut Ctx, codec: Codec, text: &str, at: usize, most: u32) -> Raise {
    let wrong = text.chars().skip(at).take_while(|char| u32::from(*char) > most).count();
    let why = format!("ordinal not in range({})", most + 1);
    let args = vec![
        Value::str(codec.called()),
        Value::str(text),
        Value::Int(at as i64),
        Value::Int((at + wrong) as i64),
        Value::string(why),
    ];
    exceptions::make(ctx, "UnicodeEncodeError", args)
}

/// `bytes.decode(encoding, errors)`.
pub(super) fn decode(
    ctx: &mut Ctx,
    bytes: &[u8],
    encoding: Option<&Value>,
    errors: Option<&Value>,
) -> Outcome {
    let (codec, errors) = choices(ctx, encoding, errors)?;
    let mut text = String::with_capacity(bytes.len());
    let mut at = 0;
    let mut codec = codec;
    if let Codec::Utf16 { mark: true, .. } = codec {
        let big = bytes.starts_with(&[0xfe, 0xff]);
        at = if big || bytes.starts_with(&[0xff, 0xfe]) { 2 } else { 0 };
        codec = Codec::Utf16 { big, mark: true };
    }
    while at < bytes.len() {
        let (good, problem) = step(codec, &bytes[at..], &mut text);
        at += good;
        let Some((length, why)) = problem else { break };
        let wrong = at..at + length;
        match &*errors {
            "strict" => {
                let args = vec![
                    Value::str(codec.called()),
                    Value::bytes(bytes),
                    Value::Int(at as i64),
                    Value::Int(wrong.end as i64),
                    Value::str(why),
                ];
                return Err(exceptions::make(ctx, "UnicodeDecodeError", args));
            }
            "ignore" => {}
            "replace" => text.push(char::REPLACEMENT_CHARACTER),
            "backslashreplace" => {
                text.extend(bytes[wrong.clone()].iter().map(|byte| format!("\\x{byte:02x}")))
            }
            other => return Err(unknown_errors(other)),
        }
        at = wrong.end;
    }
    Ok(Value::string(text))
}

/// Decodes up to the first problem: how many bytes that was, and how many bytes are wrong there, and why.
fn step(codec: Codec, bytes: &[u8], text: &mut String) -> (usize, Option<(usize, &'static str)>) {
    match codec {
        Codec::Latin1 => {
            text.extend(bytes.iter().map(|byte| char::from(*byte)));
            (bytes.len(), None)
        }
        Codec::Ascii => {
            let good = bytes.iter().take_while(|byte| byte.is_ascii()).count();
            text.extend(bytes[..good].iter().map(|byte| char::from(*byte)));
            (good, (good < bytes.len()).then_some((1, "ordinal not in range(128)")))
        }
        Codec::Utf8 => match std::str::from_utf8(bytes) {
            Ok(all) => {
                text.push_str(all);
                (bytes.len(), None)
            }
            Err(error) => {
                let good = error.valid_up_to();
                text.push_str(std::str::from_utf8(&bytes[..good]).unwrap_or_default());
                (good, Some(utf8_problem(&bytes[good..], error.error_len())))
            }
        },
        Codec::Utf16 { big, .. } => {
            let unit = |pair: &[u8]| {
                let pair = [pair[0], pair[1]];
                if big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) }
            };
            let mut good = 0;
            for char in char::decode_utf16(bytes.chunks_exact(2).map(unit)) {
                match char {
                    Ok(char) => {
                        text.push(char);
                        good += char.len_utf16() * 2;
                    }
                    Err(_) => return (good, Some((2, "illegal UTF-16 surrogate"))),
                }
            }
            (good, (good < bytes.len()).then_some((bytes.len() - good, "truncated data")))
        }
    }
}

fn utf8_problem(bytes: &[u8], length: Option<usize>) -> (usize, &'static str) {
    match length {
        None => (bytes.len(), "unexpected end of data"),
        Some(_) if !(0xc2..=0xf4).contains(&bytes[0]) => (1, "invalid start byte"),
        Some(length) => (length, "invalid continuation byte"),
    }
}
