//! Work on all processors: where it is done changes nothing.

use std::{sync::LazyLock, thread};

/// Places that one processor takes at a time.
const CHUNK: usize = 128;

/// How many there are. Asked once, as the system reads files to tell it.
static PROCESSORS: LazyLock<usize> =
    LazyLock::new(|| thread::available_parallelism().map_or(1, usize::from));

/// What each processor begins with, for as many as so many places are worth: at least one.
pub(crate) fn each<S>(count: usize, begin: impl FnMut() -> S) -> Vec<S> {
    let worth = count / (2 * CHUNK) + 1;
    std::iter::repeat_with(begin).take(worth.min(*PROCESSORS)).collect()
}

/// Does something for each place below a count, on as many processors as there are to begin with, and
/// returns what came of it in the order of the places.
pub(crate) fn spread<S: Send, T: Send>(
    count: usize,
    processors: &mut [S],
    work: impl Fn(&mut S, usize) -> T + Sync,
) -> Vec<T> {
    let threads = processors.len();
    if let [own] = processors {
        return (0..count).map(|place| work(own, place)).collect();
    }
    let each = |first: usize, own: &mut S| -> Vec<T> {
        let chunks = (first..count.div_ceil(CHUNK)).step_by(threads);
        let places = chunks.flat_map(|it| it * CHUNK..count.min((it + 1) * CHUNK));
        places.map(|place| work(own, place)).collect()
    };
    let parts: Vec<Vec<T>> = thread::scope(|scope| {
        let each = &each;
        let begin = |(first, own)| scope.spawn(move || each(first, own));
        let running: Vec<_> = processors.iter_mut().enumerate().map(begin).collect();
        running.into_iter().map(|it| it.join().expect("no part panics")).collect()
    });
    let mut parts: Vec<_> = parts.into_iter().map(Vec::into_iter).collect();
    let next = |place: usize| parts[place / CHUNK % threads].next().expect("one for each place");
    (0..count).map(next).collect()
}

/// Does one thing while another is done here.
pub(crate) fn meanwhile<A: Send, B>(
    ahead: impl FnOnce() -> A + Send,
    here: impl FnOnce() -> B,
) -> (A, B) {
    thread::scope(|scope| {
        let ahead = scope.spawn(ahead);
        let here = here();
        (ahead.join().expect("it does not panic"), here)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_found_on_any_number_of_processors_stands_in_its_place() {
        for (count, threads) in [(0, 1), (1, 2), (CHUNK, 3), (5 * CHUNK + 7, 2), (5 * CHUNK + 7, 7)]
        {
            let doubled = spread(count, &mut vec![2; threads], |by, place| place * *by);
            assert!(doubled.into_iter().eq((0..count).map(|it| 2 * it)));
        }
    }
}
