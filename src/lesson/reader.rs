//! What a reader needs of a lesson's text: all but what proves the lesson.

/// A lesson without its claims and wrong solutions, which only checks read. Every line stays at its number.
pub fn for_readers(text: &str) -> String {
    let mut kept = String::new();
    let mut fence = None;
    for line in text.split_inclusive('\n') {
        let ticks = line.bytes().take_while(|letter| *letter == b'`').count();
        let keeps = match fence {
            Some(length) => {
                if ticks >= length && line.trim_end().len() == ticks {
                    fence = None;
                }
                false
            }
            None if ticks >= 3 && line[ticks..].starts_with("{claim}") => {
                fence = Some(ticks);
                false
            }
            None => !line.starts_with(":wrong:"),
        };
        kept.push_str(if keeps { line } else { "\n" });
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::for_readers;

    #[test]
    fn claims_and_wrong_solutions_go_and_lines_stay() {
        let text = "One.\n\n```{claim}\nserver prints x\n```\n:wrong: a.py\nTwo.\n```{world}\nhost a\n```\n";
        assert_eq!(for_readers(text), "One.\n\n\n\n\n\nTwo.\n```{world}\nhost a\n```\n");
    }
}
