//! How deeply a text is nested, found out before anything recurses into it: the parser and the compiler call
//! themselves for each level, and a page's stack is small.

use ruff_text_size::TextSize;

/// How many brackets and indented blocks may stand inside each other.
const NESTED: usize = 80;
/// How many operators one expression may have, with those around it.
const OPERATORS: usize = 200;

/// A bracket that is wrong: where, and in CPython's words why.
pub(super) type Bracket = (TextSize, String);

/// Looks at the brackets of a text. `Err` if it is nested too deeply, else the first bracket that does not match. What
/// stands there is certain only if the parser finds an error too: strings inside the braces of an f-string may confuse it.
pub(super) fn scan(text: &str) -> Result<Option<Bracket>, Bracket> {
    let mut scan = Scan { text, at: 0, open: Vec::new(), operators: 0, indents: vec![0], wrong: None };
    while scan.at < text.len() {
        scan.token();
        if scan.open.len() + scan.indents.len() > NESTED {
            return Err((offset(scan.at - 1), "This is nested too deeply.".to_string()));
        }
        if scan.operators > OPERATORS {
            return Err((offset(scan.at - 1), "This expression has too many operators.".to_string()));
        }
    }
    let unclosed =
        scan.open.last().map(|open| (offset(open.at), format!("'{}' was never closed.", open.sign as char)));
    Ok(scan.wrong.or(unclosed))
}

fn offset(at: usize) -> TextSize {
    TextSize::new(at as u32)
}

struct Open {
    sign: u8,
    at: usize,
    /// Operators of the expressions around it.
    outside: usize,
}

struct Scan<'a> {
    text: &'a str,
    at: usize,
    open: Vec<Open>,
    /// Operators since the last comma, together with those around the open brackets.
    operators: usize,
    indents: Vec<usize>,
    wrong: Option<Bracket>,
}

impl Scan<'_> {
    fn token(&mut self) {
        let rest = &self.text.as_bytes()[self.at..];
        let length = match rest[0] {
            b'#' => rest.iter().position(|&byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len()),
            b'\\' => 2 + usize::from(rest.starts_with(b"\\\r\n")),
            b'\n' | b'\r' => self.line_end(rest),
            b'"' | b'\'' => string_length(rest),
            b',' | b';' => {
                self.operators = self.around();
                1
            }
            sign @ (b'(' | b'[' | b'{') => {
                // A call or an index is one more level of its expression.
                self.operators += usize::from(sign != b'{');
                self.open.push(Open { sign, at: self.at, outside: self.operators });
                1
            }
            sign @ (b')' | b']' | b'}') => {
                self.close(sign);
                1
            }
            byte if byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80 => self.word(rest),
            byte => {
                self.operators += usize::from(!byte.is_ascii_whitespace() && byte != b':');
                let double = matches!(byte, b'*' | b'/' | b'<' | b'>' | b'=' | b'!');
                1 + usize::from(double && matches!(rest.get(1), Some(&next) if next == byte || next == b'='))
            }
        };
        self.at = (self.at + length).min(self.text.len());
    }

    fn around(&self) -> usize {
        self.open.last().map_or(0, |open| open.outside)
    }

    fn word(&mut self, rest: &[u8]) -> usize {
        let length = rest
            .iter()
            .position(|&byte| !(byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80))
            .unwrap_or(rest.len());
        let word = &rest[..length];
        if matches!(
            word,
            b"not" | b"lambda" | b"if" | b"else" | b"and" | b"or" | b"in" | b"is" | b"for" | b"await"
        ) {
            self.operators += 1;
        }
        let quoted = matches!(rest.get(length), Some(b'"' | b'\''));
        if quoted && length <= 2 && word.iter().any(|byte| matches!(byte, b'f' | b'F')) {
            let string = &rest[length..][..string_length(&rest[length..])];
            let deepest = brackets(string);
            self.operators += deepest.saturating_sub(1);
            return length + string.len();
        }
        length
    }

    fn close(&mut self, sign: u8) {
        let fits = |open: &Open| matches!((open.sign, sign), (b'(', b')') | (b'[', b']') | (b'{', b'}'));
        let at = offset(self.at);
        match self.open.pop() {
            Some(open) => {
                self.operators = open.outside;
                if !fits(&open) {
                    let (open, sign) = (open.sign as char, sign as char);
                    let message =
                        format!("Closing parenthesis '{sign}' does not match opening parenthesis '{open}'.");
                    self.wrong.get_or_insert((at, message));
                }
            }
            None => {
                self.wrong.get_or_insert((at, format!("Unmatched '{}'.", sign as char)));
            }
        }
    }

    /// Outside brackets, the next line's indentation opens or closes blocks.
    fn line_end(&mut self, rest: &[u8]) -> usize {
        let blanks = rest[1..].iter().take_while(|&&byte| matches!(byte, b' ' | b'\t')).count();
        let empty = matches!(rest.get(1 + blanks), None | Some(b'\n' | b'\r' | b'#'));
        if self.open.is_empty() && !empty {
            self.operators = 0;
            self.indents.retain(|&indent| indent < blanks);
            self.indents.push(blanks);
        }
        1 + blanks
    }
}

/// How many bytes a string has that begins here, with its quotes. One that is not closed ends with its line.
fn string_length(rest: &[u8]) -> usize {
    let quote = rest[0];
    let long = rest.starts_with(&[quote; 3]);
    let closing: &[u8] = if long { &[quote; 3] } else { &[quote] };
    let mut at = closing.len();
    while at < rest.len() {
        match rest[at] {
            b'\\' => at += 2,
            b'\n' | b'\r' if !long => return at,
            _ if rest[at..].starts_with(closing) => return at + closing.len(),
            _ => at += 1,
        }
    }
    rest.len()
}

/// How deep the deepest braces of an f-string are: brackets and operators inside them.
fn brackets(string: &[u8]) -> usize {
    let (mut open, mut operators, mut deepest) = (0_usize, 0, 0);
    for (at, byte) in string.iter().enumerate() {
        let word = |word: &[u8]| string[at..].starts_with(word);
        match byte {
            b'(' | b'[' | b'{' => open += 1,
            b')' | b']' | b'}' => open = open.saturating_sub(1),
            b'+' | b'-' | b'~' | b'*' | b'/' | b'%' | b'.' | b'&' | b'|' | b'^' | b'@' | b'<' | b'>' => {
                operators += 1
            }
            b'n' | b'l' | b'i' if word(b"not ") || word(b"lambda") || word(b"if ") => operators += 1,
            _ => {}
        }
        if open == 0 {
            operators = 0;
        }
        deepest = deepest.max(open + operators);
    }
    deepest
}
