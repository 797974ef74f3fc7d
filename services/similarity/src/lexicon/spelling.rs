//! Words with one slip of the pen, found by what is left when a letter is taken out of both (after
//! Garbe, *1000x Faster Spelling Correction*, 2012).

use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

/// Letters a word has at least to be mended: among short words, a slip is another word …
const LETTERS_MIN: usize = 8;

/// … and a letter for another makes one even among longer words: versenden, verwenden.
const CHANGED_MIN: usize = 11;

#[derive(Debug, Default)]
pub(super) struct Spelling {
    words: Vec<Box<str>>,
    /// What is left of a word when a letter is taken out, and the word; ascending. A list, as a table of lists
    /// takes ten times the room.
    left: Vec<(u32, u32)>,
}

impl Spelling {
    pub(super) fn of<'a>(words: impl Iterator<Item = &'a Box<str>>) -> Self {
        let mut words: Vec<Box<str>> = words.filter(|it| is_long(it)).cloned().collect();
        words.sort_unstable();
        let all = (0..).zip(&words).flat_map(|(id, word)| keys(word).map(move |key| (key, id)));
        let mut left: Vec<_> = all.collect();
        left.sort_unstable();
        left.shrink_to_fit();
        Self { words, left }
    }

    /// The first known word that differs by one letter more, less, changed, or by two that changed
    /// places. The first letter is never mended: it makes another word too often.
    pub(super) fn mend(&self, word: &str) -> Option<&str> {
        if !is_long(word) || !word.bytes().all(|it| it.is_ascii_lowercase()) {
            return None;
        }
        let found = keys(word).flat_map(|key| {
            let from = self.left.partition_point(|it| it.0 < key);
            self.left[from..].iter().take_while(move |it| it.0 == key)
        });
        let known = found.map(|(_, id)| &*self.words[*id as usize]);
        known.filter(|it| is_one_slip(word.as_bytes(), it.as_bytes())).min()
    }
}

fn is_long(word: &str) -> bool {
    word.len() >= LETTERS_MIN
}

/// Of the word, and of it without each letter but the first. Others may have the same.
fn keys(word: &str) -> impl Iterator<Item = u32> {
    let hasher = BuildHasherDefault::<DefaultHasher>::default();
    let less = word.char_indices().skip(1).map(|(at, it)| {
        let mut less = word[..at].to_owned();
        less.push_str(&word[at + it.len_utf8()..]);
        less
    });
    std::iter::once(word.to_owned()).chain(less).map(move |it| (hasher.hash_one(it) >> 32) as u32)
}

fn is_one_slip(word: &[u8], known: &[u8]) -> bool {
    let front = word.iter().zip(known).take_while(|it| it.0 == it.1).count();
    let back = word.iter().rev().zip(known.iter().rev()).take_while(|it| it.0 == it.1).count();
    let (longer, shorter) = (word.len().max(known.len()), word.len().min(known.len()));
    if front == 0 {
        return false;
    }
    let is_one_more = longer == shorter + 1 && front + back >= shorter;
    let (word_rest, known_rest) = (&word[front..], &known[front..]);
    let are_turned = word_rest.len() > 1
        && longer == shorter
        && word_rest[0] == known_rest[1]
        && word_rest[1] == known_rest[0]
        && word_rest[2..] == known_rest[2..];
    let is_changed = longer == shorter && front + back + 1 >= longer && longer >= CHANGED_MIN;
    is_one_more || are_turned || is_changed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_more_less_changed_or_out_of_place_is_one_slip() {
        let known: [Box<str>; 1] = ["certificate".into()];
        let spelling = Spelling::of(known.iter());
        for word in ["certficate", "certiificate", "certivicate", "certificaet"] {
            assert_eq!(spelling.mend(word), Some("certificate"), "{word}");
        }
        for word in ["sertificate", "certficat", "certify"] {
            assert_eq!(spelling.mend(word), None, "{word}");
        }
    }
}
