//! Where the elements of a model stand: what comes before and after them, and how far along they are.

use std::collections::{BTreeSet, VecDeque};

use crate::matching::{Element, Model};

/// Of each element that is compared; of others it is empty.
#[derive(Debug, Clone, Default)]
pub(super) struct Order {
    /// Compared elements directly before it, whatever leads from one to the other.
    pub(super) before: Vec<Vec<usize>>,
    pub(super) after: Vec<Vec<usize>>,
    /// From 0, where the process begins, to 1, where it ends.
    pub(super) place: Vec<f32>,
}

impl Order {
    pub(super) fn of(model: &Model) -> Self {
        let count = model.elements.len();
        let (mut next, mut previous) = (vec![Vec::new(); count], vec![Vec::new(); count]);
        for &(from, to) in model.flows.iter().filter(|it| it.0 < count && it.1 < count) {
            next[from].push(to);
            previous[to].push(from);
        }
        let compared: Vec<bool> = model.elements.iter().map(Element::is_compared).collect();
        Self {
            before: (0..count).map(|it| reached(it, &previous, &compared)).collect(),
            after: (0..count).map(|it| reached(it, &next, &compared)).collect(),
            place: places(&next, &previous),
        }
    }
}

/// The first compared elements on every way from here.
fn reached(from: usize, next: &[Vec<usize>], compared: &[bool]) -> Vec<usize> {
    if !compared[from] {
        return Vec::new();
    }
    let mut seen = BTreeSet::from([from]);
    let mut found = BTreeSet::new();
    let mut open = vec![from];
    while let Some(node) = open.pop() {
        for &it in &next[node] {
            if compared[it] {
                found.insert(it);
            } else if seen.insert(it) {
                open.push(it);
            }
        }
    }
    found.into_iter().collect()
}

/// How far each is from the beginning, of the way from there over it to the end. Where there is no
/// flow, all are in the middle.
fn places(next: &[Vec<usize>], previous: &[Vec<usize>]) -> Vec<f32> {
    let (from_start, to_end) = (distances(next, previous), distances(previous, next));
    let place = |(start, end): (Option<f32>, Option<f32>)| match (start, end) {
        (Some(start), Some(end)) if start + end > 0.0 => start / (start + end),
        _ => 0.5,
    };
    from_start.into_iter().zip(to_end).map(place).collect()
}

/// Steps from the nearest element that nothing leads to.
fn distances(next: &[Vec<usize>], previous: &[Vec<usize>]) -> Vec<Option<f32>> {
    let mut distance: Vec<Option<f32>> = vec![None; next.len()];
    let starts = (0..next.len()).filter(|it| previous[*it].is_empty() && !next[*it].is_empty());
    let mut queue: VecDeque<usize> = starts.collect();
    for start in &queue {
        distance[*start] = Some(0.0);
    }
    while let Some(node) = queue.pop_front() {
        let further = distance[node].map(|it| it + 1.0);
        for &it in &next[node] {
            if distance[it].is_none() {
                distance[it] = further;
                queue.push_back(it);
            }
        }
    }
    distance
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::Kind;

    #[test]
    fn neighbours_are_found_through_what_is_not_compared() {
        let gateway = Element { kind: Kind::Gateway, ..Element::task("either") };
        let elements = vec![
            Element::task("Check data"),
            gateway,
            Element::task("Accept"),
            Element::task("Reject"),
        ];
        let order = Order::of(&Model { elements, flows: vec![(0, 1), (1, 2), (1, 3), (9, 0)] });
        assert_eq!(order.after[0], [2, 3]);
        assert_eq!(order.before[3], [0]);
        assert!(order.before[1].is_empty());
        assert_eq!(order.place, [0.0, 0.5, 1.0, 1.0]);
    }

    #[test]
    fn a_circle_without_a_beginning_ends_all_the_same() {
        let elements = vec![Element::task("Check data"), Element::task("Correct data")];
        let order = Order::of(&Model { elements, flows: vec![(0, 1), (1, 0)] });
        assert_eq!(order.place, [0.5, 0.5]);
        assert_eq!(order.after[1], [0]);
    }
}
