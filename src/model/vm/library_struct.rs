//! Natives behind the library's module `struct`: numbers to bytes and back.
//!
//! What is wrong with a format or a value comes back as a str, which the module raises as its own exception.

use num_bigint::BigInt;
use num_traits::ToPrimitive;

use super::builtins::Native;
use super::half;
use super::native::{Args, Ctx, Outcome, Raise};
use super::object::Object;
use super::value::Value;

/// The functions, by the names that `_native` gives them.
pub(super) const NATIVES: &[Native] = &[
    Native { name: "_struct_pack", function: pack },
    Native { name: "_struct_size", function: size },
    Native { name: "_struct_unpack", function: unpack },
];

/// A struct may be so many bytes long.
const MOST: usize = 1 << 24;

/// A format, read.
struct Layout {
    /// Letter, repeat count (or length of `s` and `p`), and where it begins.
    fields: Vec<(char, usize, usize)>,
    size: usize,
    big: bool,
    /// `@`: sizes and gaps as the compiler makes them.
    native: bool,
}

type Result<T> = std::result::Result<T, String>;

impl Layout {
    fn read(format: &str) -> Result<Layout> {
        let order = format.chars().next().filter(|letter| "@=<>!".contains(*letter));
        let native = matches!(order, None | Some('@'));
        let mut layout =
            Layout { fields: Vec::new(), size: 0, big: matches!(order, Some('>' | '!')), native };
        let mut letters = format.chars().skip(usize::from(order.is_some()));
        while let Some(mut letter) = letters.next() {
            let mut count = 1;
            if letter.is_ascii_digit() {
                count = 0;
                while let Some(digit) = letter.to_digit(10) {
                    count = count * 10 + digit as usize;
                    letter = letters.next().ok_or("repeat count given without format specifier")?;
                    if count > MOST {
                        return Err("total struct size too long".into());
                    }
                }
            }
            if !letter.is_ascii_whitespace() {
                layout.add(letter, count)?;
            }
        }
        Ok(layout)
    }

    fn add(&mut self, letter: char, count: usize) -> Result<()> {
        let width = width(letter, self.native).ok_or("bad char in struct format")?;
        if self.native {
            self.size = self.size.next_multiple_of(width);
        }
        self.fields.push((letter, count, self.size));
        self.size += width * count;
        if self.size > MOST { Err("total struct size too long".into()) } else { Ok(()) }
    }

    /// How many values it takes.
    fn values(&self) -> usize {
        let of = |(letter, count, _): &(char, usize, usize)| match letter {
            'x' => 0,
            's' | 'p' => 1,
            _ => *count,
        };
        self.fields.iter().map(of).sum()
    }

    fn put(&self, out: &mut [u8], bytes: &[u8]) {
        out.copy_from_slice(&bytes[..out.len()]);
        if self.big {
            out.reverse();
        }
    }

    fn number(&self, out: &mut [u8], letter: char, value: &Value) -> Result<()> {
        let number = value.to_big().ok_or("required argument is not an integer")?;
        let bits = out.len() * 8;
        let signed = letter.is_ascii_lowercase();
        let half = 1_i128 << (bits - 1);
        let (low, high) = match letter {
            'P' => (-half, 2 * half - 1),
            _ if signed => (-half, half - 1),
            _ => (0, 2 * half - 1),
        };
        match number.to_i128().filter(|number| (low..=high).contains(number)) {
            Some(number) => self.put(out, &number.to_le_bytes()),
            None => return Err(self.out_of_range(letter, bits, &number, low, high)),
        }
        Ok(())
    }

    /// CPython's words, which differ with the letter and the byte order.
    fn out_of_range(&self, letter: char, bits: usize, number: &BigInt, low: i128, high: i128) -> String {
        let fits_long = match letter.is_ascii_lowercase() {
            true => number.to_i64().is_some(),
            false => number.to_u64().is_some(),
        };
        let name = match letter {
            'b' => "byte",
            'B' => "ubyte",
            'h' if !self.big => "short",
            'H' if !self.big => "ushort",
            'P' => return "int too large to convert".into(),
            _ if bits == 64 && self.big => return "int too large to convert".into(),
            _ if bits == 64 || !fits_long => return "argument out of range".into(),
            _ => return format!("'{letter}' format requires {low} <= number <= {high}"),
        };
        format!("{name} format requires {low} <= number <= {high}")
    }

    fn float(&self, out: &mut [u8], value: &Value) -> Outcome<Result<()>> {
        let Some(number) = value.to_float() else {
            return Ok(Err("required argument is not a float".into()));
        };
        if out.len() == 2 {
            let too_large = || Raise::error("OverflowError", "float too large to pack with e format");
            self.put(out, &half::bits(number).ok_or_else(too_large)?.to_le_bytes());
        } else if out.len() == 4 {
            let short = number as f32;
            if short.is_infinite() && number.is_finite() && !self.native {
                return Err(Raise::error("OverflowError", "float too large to pack with f format"));
            }
            self.put(out, &short.to_le_bytes());
        } else {
            self.put(out, &number.to_le_bytes());
        }
        Ok(Ok(()))
    }

    fn one(&self, out: &mut [u8], letter: char, value: &Value, ctx: &Ctx) -> Outcome<Result<()>> {
        match letter {
            '?' => out[0] = truth(ctx, value).into(),
            'e' | 'f' | 'd' => return self.float(out, value),
            'c' => match value {
                Value::Bytes(bytes) if bytes.len() == 1 => out[0] = bytes[0],
                _ => return Ok(Err("char format requires a bytes object of length 1".into())),
            },
            _ => return Ok(self.number(out, letter, value)),
        }
        Ok(Ok(()))
    }

    fn value(&self, letter: char, bytes: &[u8]) -> Value {
        let mut word: Vec<u8> = bytes.to_vec();
        if self.big {
            word.reverse();
        }
        let unsigned = word.iter().rev().fold(0_u64, |value, byte| value << 8 | u64::from(*byte));
        let unused = 64 - word.len() * 8;
        match letter {
            'c' => Value::bytes(bytes),
            '?' => Value::Bool(bytes[0] != 0),
            'e' => Value::Float(half::number(unsigned as u16)),
            'f' => Value::Float(f32::from_bits(unsigned as u32).into()),
            'd' => Value::Float(f64::from_bits(unsigned)),
            _ if letter.is_ascii_lowercase() => Value::Int((unsigned << unused) as i64 >> unused),
            _ => Value::big(BigInt::from(unsigned)),
        }
    }
}

fn width(letter: char, native: bool) -> Option<usize> {
    Some(match letter {
        'x' | 'c' | 'b' | 'B' | '?' | 's' | 'p' => 1,
        'e' | 'h' | 'H' => 2,
        'l' | 'L' if native => 8,
        'i' | 'I' | 'l' | 'L' | 'f' => 4,
        'q' | 'Q' | 'd' => 8,
        'n' | 'N' | 'P' if native => 8,
        _ => return None,
    })
}

fn truth(ctx: &Ctx, value: &Value) -> bool {
    match value {
        Value::None => false,
        Value::Str(text) => !text.is_empty(),
        Value::Bytes(bytes) => !bytes.is_empty(),
        Value::Ref(handle) => match ctx.heap.get(handle) {
            Object::List(items) | Object::Tuple(items) => !items.is_empty(),
            Object::Dict(dict) | Object::Set { items: dict, .. } => dict.len() > 0,
            Object::Bytearray(bytes) => !bytes.is_empty(),
            _ => true,
        },
        _ => value.to_float() != Some(0.0),
    }
}

/// The bytes of a bytes-like object.
fn bytes<'a>(ctx: &'a Ctx, value: &'a Value) -> Option<&'a [u8]> {
    match (value, ctx.heap.object(value)) {
        (Value::Bytes(bytes), _) => Some(bytes),
        (_, Some(Object::Bytearray(bytes))) => Some(bytes),
        _ => None,
    }
}

fn layout(args: &Args) -> Outcome<Result<Layout>> {
    match args.positional.first() {
        Some(Value::Str(format)) => Ok(Layout::read(format)),
        Some(Value::Bytes(format)) => Ok(Layout::read(&String::from_utf8_lossy(format))),
        _ => Err(Raise::type_error("Struct() argument 1 must be a str or bytes object")),
    }
}

/// `_struct_size(format)`: how many bytes, or what is wrong.
fn size(_: &mut Ctx, args: &Args) -> Outcome {
    Ok(match layout(args)? {
        Ok(layout) => Value::Int(layout.size as i64),
        Err(problem) => Value::string(problem),
    })
}

/// `_struct_pack(format, values)`: the bytes, or what is wrong.
fn pack(ctx: &mut Ctx, args: &Args) -> Outcome {
    let layout = match layout(args)? {
        Ok(layout) => layout,
        Err(problem) => return Ok(Value::string(problem)),
    };
    let values = match args.positional.get(1).and_then(|values| ctx.heap.object(values)) {
        Some(Object::Tuple(values)) => values.clone(),
        _ => return Err(Raise::type_error("a tuple of values is needed")),
    };
    ctx.claim(layout.size)?;
    let wanted = layout.values();
    if values.len() != wanted {
        let message = format!("pack expected {wanted} items for packing (got {})", values.len());
        return Ok(Value::string(message));
    }
    let mut out = vec![0; layout.size];
    let mut values = values.iter();
    for (letter, count, at) in &layout.fields {
        let width = width(*letter, layout.native).unwrap_or(1);
        let field = &mut out[*at..*at + width * count];
        let problem = match letter {
            'x' => Ok(()),
            's' | 'p' => {
                let data = values.next().and_then(|value| bytes(ctx, value));
                text(field, *letter, data)
            }
            _ => field.chunks_mut(width).zip(values.by_ref().take(*count)).try_fold(
                Ok(()),
                |so_far, (out, value)| match so_far {
                    Ok(()) => layout.one(out, *letter, value, ctx),
                    problem => Ok(problem),
                },
            )?,
        };
        if let Err(problem) = problem {
            return Ok(Value::string(problem));
        }
    }
    Ok(Value::bytes(&out))
}

/// `s`: bytes cut or filled up; `p`: the same after a byte that tells how many.
fn text(field: &mut [u8], letter: char, data: Option<&[u8]>) -> Result<()> {
    let data = data.ok_or_else(|| format!("argument for '{letter}' must be a bytes object"))?;
    let room = match (letter, field.split_first_mut()) {
        ('p', Some((length, rest))) => {
            *length = data.len().min(rest.len()).min(255) as u8;
            rest
        }
        _ => field,
    };
    let length = data.len().min(room.len());
    room[..length].copy_from_slice(&data[..length]);
    Ok(())
}

/// `_struct_unpack(format, data, offset)`: a tuple of the values; the data is long enough.
fn unpack(ctx: &mut Ctx, args: &Args) -> Outcome {
    let layout = match layout(args)? {
        Ok(layout) => layout,
        Err(problem) => return Ok(Value::string(problem)),
    };
    let offset =
        args.positional.get(2).and_then(Value::to_int).and_then(|offset| usize::try_from(offset).ok());
    let data = args.positional.get(1).and_then(|data| bytes(ctx, data));
    let data = data.zip(offset).and_then(|(data, offset)| data.get(offset..offset + layout.size));
    let data = data.ok_or_else(|| Raise::type_error("too few bytes"))?;
    let mut values = Vec::new();
    for (letter, count, at) in &layout.fields {
        let width = width(*letter, layout.native).unwrap_or(1);
        let field = &data[*at..*at + width * count];
        match letter {
            'x' => {}
            's' => values.push(Value::bytes(field)),
            'p' => {
                let length = field.first().map_or(0, |length| usize::from(*length).min(field.len() - 1));
                values.push(Value::bytes(field.get(1..1 + length).unwrap_or_default()));
            }
            _ => values.extend(field.chunks(width).map(|bytes| layout.value(*letter, bytes))),
        }
    }
    ctx.work += values.len() as u64;
    Ok(ctx.heap.tuple(values))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::vm::heap::Heap;

    fn packed(format: &str, values: &[Value]) -> Value {
        let mut heap = Heap::new(1 << 20);
        let values = heap.tuple(values.to_vec());
        let args = Args::of(vec![Value::str(format), values]);
        pack(&mut Ctx::new(&mut heap, &[], 0), &args).expect("no error")
    }

    fn unpacked(format: &str, data: &[u8]) -> Vec<Value> {
        let mut heap = Heap::new(1 << 20);
        let args = Args {
            positional: vec![Value::str(format), Value::bytes(data), Value::Int(0)],
            named: Vec::new(),
        };
        let tuple = unpack(&mut Ctx::new(&mut heap, &[], 0), &args).expect("no error");
        match heap.object(&tuple) {
            Some(Object::Tuple(values)) => values.clone(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn numbers_become_bytes_and_back() {
        let cases: &[(&str, &[Value], &[u8])] = &[
            ("!HI", &[Value::Int(80), Value::Int(1)], b"\0\x50\0\0\0\x01"),
            ("bhiq", &[1, 2, 3, 4].map(Value::Int), b"\x01\0\x02\0\x03\0\0\0\x04\0\0\0\0\0\0\0"),
            ("<bhi", &[1, -2, 3].map(Value::Int), b"\x01\xfe\xff\x03\0\0\0"),
            (">Q", &[Value::big(BigInt::from(u64::MAX))], b"\xff\xff\xff\xff\xff\xff\xff\xff"),
            ("ii", &[1, 5].map(Value::Int), b"\x01\0\0\0\x05\0\0\0"),
            ("3sx?", &[Value::bytes(b"abc"), Value::Bool(true)], b"abc\0\x01"),
            ("5p", &[Value::bytes(b"ab")], b"\x02ab\0\0"),
            (">d", &[Value::Float(1.5)], b"\x3f\xf8\0\0\0\0\0\0"),
            ("<2f", &[0.5, -2.0].map(Value::Float), b"\0\0\0\x3f\0\0\0\xc0"),
        ];
        for (format, values, bytes) in cases {
            assert_eq!(packed(format, values), Value::bytes(bytes), "{format}");
            assert_eq!(unpacked(format, bytes), *values, "{format}");
        }
    }

    #[test]
    fn what_is_wrong_is_said_in_cpythons_words() {
        let cases: &[(&str, &[Value], &str)] = &[
            ("!H", &[Value::Int(70000)], "'H' format requires 0 <= number <= 65535"),
            ("<H", &[Value::Int(70000)], "ushort format requires 0 <= number <= 65535"),
            ("!H", &[Value::Int(-1)], "argument out of range"),
            ("B", &[Value::Int(300)], "ubyte format requires 0 <= number <= 255"),
            ("i", &[Value::Int(1 << 31)], "'i' format requires -2147483648 <= number <= 2147483647"),
            ("!Q", &[Value::Int(-1)], "int too large to convert"),
            ("2h", &[Value::Int(1)], "pack expected 2 items for packing (got 1)"),
            ("h", &[Value::str("a")], "required argument is not an integer"),
            ("s", &[Value::str("a")], "argument for 's' must be a bytes object"),
            ("!n", &[Value::Int(1)], "bad char in struct format"),
            ("3", &[], "repeat count given without format specifier"),
        ];
        for (format, values, message) in cases {
            assert_eq!(packed(format, values), Value::str(message), "{format}");
        }
    }
}
