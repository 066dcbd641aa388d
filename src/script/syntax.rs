//! What the parser finds wrong, in CPython's words where its own are odd.

use crate::model::sort::sort_by_key;
use ruff_python_ast::token::TokenKind;
use ruff_python_ast::{Expr, ModModule, PythonVersion};
use ruff_python_parser::{
    LexicalErrorType, Mode, ParseError, ParseErrorType, ParseOptions, Parsed, parse_unchecked,
};
use ruff_text_size::{Ranged, TextSize};

use super::depth;
use super::diagnostic::Problems;
use super::source::Source;

/// The version of the language: its f-strings may use any quotes inside.
const VERSION: PythonVersion = PythonVersion::PY312;

/// Parses a text. `None` if something is wrong with it.
pub(super) fn parse(source: &Source<'_>, problems: &mut Problems) -> Option<Parsed<ModModule>> {
    let bracket = match depth::scan(source.text) {
        Ok(bracket) => bracket,
        Err((at, message)) => {
            problems.hint(source.place(at), message, "Give a part of it a name of its own.");
            return None;
        }
    };
    let options = ParseOptions::from(Mode::Module).with_target_version(VERSION);
    let parsed = parse_unchecked(source.text, options).try_into_module()?;
    let mut errors: Vec<&ParseError> = parsed.errors().iter().collect();
    sort_by_key(&mut errors, |error| error.location.start());
    let string = errors.iter().any(|error| is_unclosed(error));
    if let (false, false, Some((at, message))) = (errors.is_empty(), string, &bracket) {
        // A bracket that does not match makes everything after it odd.
        problems.add(source.place(*at), message.clone());
        errors.retain(|error| error.location.start() < *at);
    }
    let mut last = 0;
    for error in errors {
        let (at, message) = message(error, source);
        let place = source.place(at);
        // One error often makes several: the first of a line tells most, and what is below it seems indented.
        let follows = error.error == ParseErrorType::UnexpectedIndentation && last > 0;
        if place.line != last && !follows {
            problems.add(place, sentence(&message));
        }
        last = place.line;
    }
    for error in parsed.unsupported_syntax_errors() {
        problems.add(source.place(error.range().start()), sentence(&error.to_string()));
    }
    problems.is_empty().then_some(parsed)
}

/// Where a learner looks for the error: what the parser finds at the end of a line belongs to that line.
fn position(error: &ParseError, source: &Source<'_>) -> TextSize {
    let start = error.location.start();
    let before = &source.text[..start.to_usize()];
    if start.to_usize() == source.text.len() {
        return TextSize::new(before.trim_end().len() as u32);
    }
    start
}

fn is_unclosed(error: &ParseError) -> bool {
    matches!(error.error, ParseErrorType::Lexical(LexicalErrorType::UnclosedStringError))
}

fn sentence(text: &str) -> String {
    let text = text.replace('`', "'");
    let text = text.trim_end_matches('.');
    let end = if text.ends_with('?') { "" } else { "." };
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect::<String>() + end)
        .unwrap_or_default()
}

/// Where the error is, and what it is.
fn message(error: &ParseError, source: &Source<'_>) -> (TextSize, String) {
    use ParseErrorType as E;
    let at = position(error, source);
    let text = source.slice(error.location);
    let line = &source.text[..error.location.start().to_usize()];
    let line = &line[line.rfind('\n').map_or(0, |at| at + 1)..];
    if let (word @ ("print" | "exec"), E::SimpleStatementsOnSameLine) = (line.trim(), &error.error) {
        let begin = at - TextSize::new(line.trim_start().len() as u32);
        return (begin, format!("Missing parentheses in call to '{word}'. Did you mean {word}(...)?"));
    }
    let message = match &error.error {
        E::ExpectedToken { expected, found } => expected_message(*expected, *found),
        E::ExpectedExpression
        | E::SimpleStatementsOnSameLine
        | E::SimpleAndCompoundStatementOnSameLine
        | E::UnexpectedExpressionToken
        | E::EmptySlice => "invalid syntax".into(),
        E::OtherError(other) => match other.as_str() {
            "Expected a statement" => "invalid syntax".into(),
            "Expected a parameter name" => {
                "expression cannot contain assignment, perhaps you meant \"==\"?".into()
            }
            "Expected `except` or `finally` after `try` block" => {
                "expected 'except' or 'finally' block".into()
            }
            other => other.into(),
        },
        E::UnexpectedIndentation => "unexpected indent".into(),
        E::InvalidStarredExpressionUsage => "can't use starred expression here".into(),
        E::PositionalAfterKeywordArgument => "positional argument follows keyword argument".into(),
        E::PositionalAfterKeywordUnpacking => "positional argument follows keyword argument unpacking".into(),
        E::InvalidArgumentUnpackingOrder => {
            "iterable argument unpacking follows keyword argument unpacking".into()
        }
        E::IterableUnpackingInComprehension => "iterable unpacking cannot be used in comprehension".into(),
        E::UnparenthesizedGeneratorExpression => "generator expression must be parenthesized".into(),
        E::NonDefaultParamAfterDefaultParam => "non-default argument follows default argument".into(),
        E::ParamAfterVarKeywordParam => "arguments cannot follow var-keyword argument".into(),
        E::ExpectedKeywordParam => "named arguments must follow bare *".into(),
        E::VarParameterWithDefault => "var-positional argument cannot have default value".into(),
        E::Lexical(lexical) => lexical_message(lexical, text),
        target => target_message(target, text, &source.text[error.location.end().to_usize()..])
            .unwrap_or_else(|| target.to_string()),
    };
    (at, message)
}

fn expected_message(expected: TokenKind, found: TokenKind) -> String {
    use TokenKind as T;
    match (expected, found) {
        (T::Colon, T::Equal) => "invalid syntax. Maybe you meant '==' or ':=' instead of '='?".into(),
        (T::Colon, _) => "expected ':'".into(),
        (T::Indent, _) => "expected an indented block".into(),
        (T::Newline, _) => "invalid syntax".into(),
        (T::Else, _) => "expected 'else' after 'if' expression".into(),
        (T::Comma, T::Name | T::Int | T::Float | T::String | T::FStringStart) => {
            "invalid syntax. Perhaps you forgot a comma?".into()
        }
        _ => format!("expected {expected}, found {found}"),
    }
}

/// Something that cannot be assigned to; `after` is the text that follows it.
fn target_message(error: &ParseErrorType, text: &str, after: &str) -> Option<String> {
    use ParseErrorType as E;
    let kind = kind(text).unwrap_or("this expression");
    let after = after.trim_start_matches([' ', '\t', ')']);
    Some(match error {
        E::InvalidAssignmentTarget | E::InvalidAnnotatedAssignmentTarget => match kind {
            "yield expression" => "assignment to yield expression not possible".into(),
            "True" | "False" | "None" | "comparison" | "conditional expression" | "lambda" => {
                format!("cannot assign to {kind}")
            }
            _ if !after.starts_with('=') => format!("cannot assign to {kind}"),
            _ => format!("cannot assign to {kind} here. Maybe you meant '==' instead of '='?"),
        },
        E::InvalidAugmentedAssignmentTarget => {
            format!("'{kind}' is an illegal expression for augmented assignment")
        }
        E::InvalidNamedAssignmentTarget => format!("cannot use assignment expressions with {kind}"),
        E::InvalidDeleteTarget => format!("cannot delete {kind}"),
        _ => return None,
    })
}

fn lexical_message(error: &LexicalErrorType, text: &str) -> String {
    match error {
        LexicalErrorType::UnclosedStringError if text.contains("\"\"\"") || text.contains("'''") => {
            "unterminated triple-quoted string literal".into()
        }
        LexicalErrorType::UnclosedStringError => "unterminated string literal".into(),
        LexicalErrorType::LineContinuationError => {
            "unexpected character after line continuation character".into()
        }
        LexicalErrorType::UnrecognizedToken { tok } if tok.is_ascii() => "invalid syntax".into(),
        LexicalErrorType::UnrecognizedToken { tok } => {
            format!("invalid character '{tok}' (U+{:04X})", u32::from(*tok))
        }
        LexicalErrorType::UnicodeError => "a Unicode escape in this string cannot be decoded".into(),
        LexicalErrorType::OtherError(other) if other.contains("decimal integer") => {
            "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers"
                .into()
        }
        other => other.to_string(),
    }
}

/// What CPython calls an expression that cannot be assigned to.
fn kind(text: &str) -> Option<&'static str> {
    let parsed = ruff_python_parser::parse_expression(&format!("({text})")).ok()?;
    Some(match &*parsed.syntax().body {
        Expr::Call(_) => "function call",
        Expr::NumberLiteral(_) | Expr::StringLiteral(_) | Expr::BytesLiteral(_) => "literal",
        Expr::BooleanLiteral(literal) => {
            if literal.value {
                "True"
            } else {
                "False"
            }
        }
        Expr::NoneLiteral(_) => "None",
        Expr::EllipsisLiteral(_) => "ellipsis",
        Expr::FString(_) => "f-string expression",
        Expr::BinOp(_) | Expr::UnaryOp(_) | Expr::BoolOp(_) => "expression",
        Expr::Compare(_) => "comparison",
        Expr::Lambda(_) => "lambda",
        Expr::If(_) => "conditional expression",
        Expr::ListComp(_) => "list comprehension",
        Expr::SetComp(_) => "set comprehension",
        Expr::DictComp(_) => "dict comprehension",
        Expr::Generator(_) => "generator expression",
        Expr::Dict(_) => "dict literal",
        Expr::Set(_) => "set display",
        Expr::Named(_) => "named expression",
        Expr::Attribute(_) => "attribute",
        Expr::Subscript(_) => "subscript",
        Expr::Tuple(_) => "tuple",
        Expr::List(_) => "list",
        Expr::Yield(_) | Expr::YieldFrom(_) => "yield expression",
        Expr::Await(_) => "await expression",
        Expr::Starred(_) => "starred",
        Expr::Name(_) => "name",
        _ => return None,
    })
}
