//! The lines of a learner's script that a stretch of computing went through: for breakpoints, and for going line by line.

/// After so many, a line that was met before is not written down again: a long loop has nothing new to tell.
const MOST: usize = 1000;

/// The lines, in order; a line that follows itself counts once.
#[derive(Default)]
pub(super) struct Visited {
    pub(super) lines: Vec<u32>,
    last: u32,
    met: Vec<u64>,
}

impl Visited {
    /// A stretch that begins on this line, which belongs to the stretch before it.
    pub(super) fn from(line: u32) -> Visited {
        Visited { last: line, ..Visited::default() }
    }

    pub(super) fn visit(&mut self, line: u32) {
        if line == self.last {
            return;
        }
        self.last = line;
        let (word, bit) = (line as usize / 64, 1 << (line % 64));
        if self.met.len() <= word {
            self.met.resize(word + 1, 0);
        }
        let new = self.met[word] & bit == 0;
        self.met[word] |= bit;
        if new || self.lines.len() < MOST {
            self.lines.push(line);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_loop_is_cut_but_no_line_is_missed() {
        let mut visited = Visited::from(3);
        for _ in 0..10_000 {
            [3, 4, 4, 5].into_iter().for_each(|line| visited.visit(line));
        }
        visited.visit(200);
        assert_eq!(visited.lines[..5], [4, 5, 3, 4, 5]);
        assert_eq!((visited.lines.len(), visited.lines.last()), (MOST + 1, Some(&200)));
    }
}
