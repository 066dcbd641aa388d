//! What is wrong with a text that somebody wrote: where, what, and what to do about it.

/// A mistake at a place of a text, said in a sentence, with a hint where we have one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1, counted in characters.
    pub column: u32,
    /// What is wrong, as a sentence.
    pub message: String,
    /// What to do about it, as a sentence.
    pub hint: Option<String>,
}

impl Problem {
    /// A problem without a hint.
    pub fn new(line: u32, column: u32, message: impl Into<String>) -> Problem {
        Problem { line, column, message: message.into(), hint: None }
    }

    /// The same problem with this hint.
    pub fn hint(self, hint: impl Into<String>) -> Problem {
        Problem { hint: Some(hint.into()), ..self }
    }

    /// How a compiler prints it: `file:line:column: message`, and the hint after it.
    pub fn in_file(&self, file: &str) -> String {
        let hint = self.hint.as_ref().map(|hint| format!(" {hint}")).unwrap_or_default();
        format!("{file}:{}:{}: {}{hint}", self.line, self.column, self.message)
    }
}

/// The hint for a word that is none of the known ones: the one that was meant, or all of them.
pub fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    let allowed = (word.chars().count() / 2).clamp(1, 3);
    let nearest = known.iter().map(|each| (distance(word, each), *each)).min();
    match nearest {
        Some((edits, each)) if edits <= allowed => format!("Did you mean `{each}`?"),
        Some(_) => format!("Known are: {}.", known.join(", ")),
        None => "None are known here.".to_string(),
    }
}

/// How many letters must be put in, taken out, changed or exchanged with their neighbour to come from one word to the
/// other (Damerau and Levenshtein).
fn distance(from: &str, to: &str) -> usize {
    let [from, to]: [Vec<char>; 2] =
        [from, to].map(|word| word.chars().flat_map(char::to_lowercase).collect());
    let mut rows = vec![(0..=to.len()).collect::<Vec<usize>>()];
    for (i, letter) in from.iter().enumerate() {
        let above = &rows[i];
        let mut row = vec![i + 1];
        for (j, other) in to.iter().enumerate() {
            let mut edits = (above[j] + usize::from(letter != other)).min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && (*letter, from[i - 1]) == (to[j - 1], *other) {
                edits = edits.min(rows[i - 1][j - 1] + 1);
            }
            row.push(edits);
        }
        rows.push(row);
    }
    rows[from.len()][to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_suggested_and_a_far_one_is_not() {
        let known = ["world", "script", "predict"];
        for (word, hint) in [
            ("wrold", "Did you mean `world`?"),
            ("worl", "Did you mean `world`?"),
            ("owrld", "Did you mean `world`?"),
            ("Script", "Did you mean `script`?"),
            ("preddict", "Did you mean `predict`?"),
            ("x", "Known are: world, script, predict."),
        ] {
            assert_eq!(did_you_mean(word, known), hint, "{word}");
        }
        assert_eq!(did_you_mean("x", []), "None are known here.");
    }

    #[test]
    fn it_prints_as_compilers_do() {
        let problem = Problem::new(3, 5, "No link is called `hom`.").hint("Did you mean `home`?");
        assert_eq!(problem.in_file("a.md"), "a.md:3:5: No link is called `hom`. Did you mean `home`?");
    }
}
