//! Many short lists in one piece.

#[derive(Debug)]
pub(super) struct Lists<T> {
    starts: Vec<usize>,
    all: Vec<T>,
}

impl<T> Default for Lists<T> {
    fn default() -> Self {
        Self { starts: vec![0], all: Vec::new() }
    }
}

impl<T> Lists<T> {
    pub(super) fn push(&mut self, list: impl IntoIterator<Item = T>) {
        self.all.extend(list);
        self.starts.push(self.all.len());
    }

    pub(super) fn of(&self, place: usize) -> &[T] {
        &self.all[self.starts[place]..self.starts[place + 1]]
    }

    pub(super) fn len(&self) -> usize {
        self.starts.len() - 1
    }
}

impl<T: Copy + Default> Lists<T> {
    /// What was said of each of so many places, in the order in which it was said. What says it is
    /// asked twice.
    pub(super) fn gather(places: usize, each: impl Fn(&mut dyn FnMut(usize, T))) -> Self {
        let mut starts = vec![0; places + 1];
        each(&mut |place, _| starts[place + 1] += 1);
        for place in 0..places {
            starts[place + 1] += starts[place];
        }
        let (mut next, mut all) = (starts.clone(), vec![T::default(); starts[places]]);
        each(&mut |place, it| {
            all[next[place]] = it;
            next[place] += 1;
        });
        Self { starts, all }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_gathered_stands_where_it_was_said() {
        let said = [(2, 'a'), (0, 'b'), (2, 'c')];
        let lists = Lists::gather(3, |say| said.iter().for_each(|it| say(it.0, it.1)));
        assert_eq!([lists.of(0), lists.of(1), lists.of(2)], [&['b'][..], &[], &['a', 'c']]);
    }
}
