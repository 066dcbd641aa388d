//! Sorting through one function for all types: the library's own sort would be some 4 KB of the page for each type.

use std::cmp::Ordering;

/// Sorts by a key. What has the same key keeps its order.
pub fn sort_by_key<T, K: Ord>(items: &mut Vec<T>, key: impl Fn(&T) -> K) {
    sort_by(items, |a, b| key(a).cmp(&key(b)));
}

/// Sorts. What is equal keeps its order.
pub fn sort_by<T>(items: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    let mut order: Vec<usize> = (0..items.len()).collect();
    arrange(&mut order, &|a, b| compare(&items[a], &items[b]));
    let mut taken: Vec<Option<T>> = items.drain(..).map(Some).collect();
    items.extend(order.into_iter().filter_map(|at| taken[at].take()));
}

fn arrange(order: &mut [usize], compare: &dyn Fn(usize, usize) -> Ordering) {
    order.sort_by(|a, b| compare(*a, *b));
}

#[cfg(test)]
mod tests {
    use super::sort_by_key;

    #[test]
    fn it_sorts_and_keeps_the_order_of_equals() {
        let mut words: Vec<&str> = "the quick brown fox jumps over a lazy dog".split(' ').collect();
        let mut expected = words.clone();
        sort_by_key(&mut words, |word| word.len());
        expected.sort_by_key(|word| word.len());
        assert_eq!(words, expected);
        assert_eq!(words[..4], ["a", "the", "fox", "dog"]);
    }
}
